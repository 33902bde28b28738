import type { ComponentPropsWithRef } from 'react';
import styles from './field.module.css';
import { LabelledControl, type LabelProps } from './labelled-control.tsx';
import { useDecimals } from './use-decimals.ts';
import { writeInput } from './write-input.ts';

export interface DecimalFieldProps
  extends LabelProps,
    Omit<ComponentPropsWithRef<'input'>, 'id' | 'className' | 'type'> {}

/**
 * A number as text, in the way of the page's language. Its value is what was typed, so that nothing is lost; on leaving the field,
 * a number that can be read in one way only is written in full. `useDecimals` turns it into a decimal and says what is wrong.
 */
export function DecimalField({ label, hint, error, isOptional, id, onBlur, ...input }: DecimalFieldProps) {
  const decimals = useDecimals();
  return (
    <LabelledControl label={label} hint={hint} error={error} isOptional={isOptional} id={id}>
      {(attributes) => (
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          {...input}
          {...attributes}
          className={`${attributes.className} ${styles['end']}`}
          onBlur={(event) => {
            const decimal = decimals.toDecimal(event.target.value);
            if (decimal !== undefined) writeInput(event.target, decimals.format(decimal));
            onBlur?.(event);
          }}
        />
      )}
    </LabelledControl>
  );
}
