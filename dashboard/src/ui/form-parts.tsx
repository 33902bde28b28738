import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './form.module.css';

/** A form whose fields stand below each other; errors are ours to show, in the page's language. */
export function Form(props: Omit<ComponentPropsWithRef<'form'>, 'className' | 'noValidate'>) {
  return <form {...props} className={styles['form']} noValidate />;
}

/** Fields beside each other, where there is room. */
export function FieldRow({ children }: { readonly children: ReactNode }) {
  return <div className={styles['row']}>{children}</div>;
}

export interface FieldGroupProps {
  readonly legend: string;
  /** The ids of the elements that explain the group. */
  readonly describedBy?: string | undefined;
  readonly children: ReactNode;
}

/** Fields that belong together, with a name. */
export function FieldGroup({ legend, describedBy, children }: FieldGroupProps) {
  return (
    <fieldset className={styles['group']} aria-describedby={describedBy}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

/** The buttons at the end of a form. */
export function FormActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}
