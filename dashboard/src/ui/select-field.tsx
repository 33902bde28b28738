import type { ComponentPropsWithRef } from 'react';
import { LabelledControl, type LabelProps } from './labelled-control.tsx';

/** A choice: its value, and how it is called. */
export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectFieldProps
  extends LabelProps,
    Omit<ComponentPropsWithRef<'select'>, 'id' | 'className' | 'children'> {
  readonly options: readonly SelectOption[];
}

/** One of a few values, as the browser lets people choose it. */
export function SelectField({ label, hint, error, isOptional, id, options, ...select }: SelectFieldProps) {
  return (
    <LabelledControl label={label} hint={hint} error={error} isOptional={isOptional} id={id}>
      {(attributes) => (
        <select {...select} {...attributes}>
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </LabelledControl>
  );
}
