import type { ComponentPropsWithRef } from 'react';
import styles from './button.module.css';

export type ButtonKind = 'normal' | 'primary' | 'danger' | 'plain';

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'className'> {
  readonly kind?: ButtonKind;
  /** Why it cannot be pressed now. It stays in the order of Tab, so that everybody can learn the reason. */
  readonly disabledReason?: string | undefined;
}

/** A button. One that cannot be pressed says why. */
export function Button({ kind = 'normal', disabledReason, onClick, title, ...props }: ButtonProps) {
  const isDisabled = disabledReason !== undefined;
  return (
    <button
      type="button"
      {...props}
      className={toButtonClass(kind)}
      aria-disabled={isDisabled || undefined}
      title={disabledReason ?? title}
      onClick={isDisabled ? (event) => event.preventDefault() : onClick}
    />
  );
}

/** The look of a button, for links that lead to an action. */
export function toButtonClass(kind: ButtonKind = 'normal'): string {
  return [styles['button'], kind === 'normal' ? '' : styles[kind]].join(' ').trim();
}
