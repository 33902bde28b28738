import type { ComponentPropsWithRef } from 'react';
import { LabelledControl, type LabelProps } from './labelled-control.tsx';

export interface TextFieldProps
  extends LabelProps,
    Omit<ComponentPropsWithRef<'input'>, 'id' | 'className'> {}

/** A line of text. Takes what `register` of react-hook-form gives. */
export function TextField({ label, hint, error, isOptional, id, ...input }: TextFieldProps) {
  return (
    <LabelledControl label={label} hint={hint} error={error} isOptional={isOptional} id={id}>
      {(attributes) => <input type="text" autoComplete="off" {...input} {...attributes} />}
    </LabelledControl>
  );
}

export interface TextAreaProps
  extends LabelProps,
    Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'> {}

/** Several lines of text. */
export function TextArea({ label, hint, error, isOptional, id, ...input }: TextAreaProps) {
  return (
    <LabelledControl label={label} hint={hint} error={error} isOptional={isOptional} id={id}>
      {(attributes) => <textarea rows={3} {...input} {...attributes} />}
    </LabelledControl>
  );
}
