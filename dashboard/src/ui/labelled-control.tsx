import { type ReactNode, useId } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './field.module.css';

/** The properties of every field around its control. */
export interface LabelProps {
  readonly label: string;
  /** Help that is always shown. */
  readonly hint?: string | undefined;
  /** The problem of the value, and how to write it instead. */
  readonly error?: string | undefined;
  /** True if the label says that the field may stay empty. */
  readonly isOptional?: boolean | undefined;
  /** The id of the control; one is made up without it. A summary of errors links to it. */
  readonly id?: string | undefined;
}

/** The attributes that tie a control to its label, its hint and its error. */
export interface ControlAttributes {
  readonly id: string;
  readonly className: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-describedby'?: string;
}

/** A label, a control, a hint and an error. */
export function LabelledControl({
  label,
  hint,
  error,
  isOptional = false,
  id: given,
  children,
}: LabelProps & { readonly children: (attributes: ControlAttributes) => ReactNode }) {
  const { ui } = useMessages();
  const made = useId();
  const id = given ?? made;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label} {isOptional && <span className={styles['optional']}>{ui.optional}</span>}
      </label>
      {children({
        id,
        className: styles['input'] ?? '',
        ...(error !== undefined && { 'aria-invalid': true }),
        ...(described !== '' && { 'aria-describedby': described }),
      })}
      {hint && (
        <span id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span id={`${id}-error`} className={styles['error']}>
          {error}
        </span>
      )}
    </div>
  );
}
