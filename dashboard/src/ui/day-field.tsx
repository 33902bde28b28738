import { type ComponentPropsWithRef, useRef } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import styles from './day-field.module.css';
import { LabelledControl, type LabelProps } from './labelled-control.tsx';
import { useDays } from './use-days.ts';
import { writeInput } from './write-input.ts';

export interface DayFieldProps
  extends LabelProps,
    Omit<ComponentPropsWithRef<'input'>, 'id' | 'className' | 'type'> {}

/**
 * A calendar day as text, which the number pad is enough for, with the browser's calendar beside it. Its value is what was typed;
 * on leaving the field a day is written in full. `useDays` turns it into a day and says what is wrong.
 */
export function DayField({ label, hint, error, isOptional, id, onBlur, ref, ...input }: DayFieldProps) {
  const { ui } = useMessages();
  const days = useDays();
  const text = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  function write(day: string): void {
    if (text.current !== null) writeInput(text.current, days.format(day));
  }

  return (
    <LabelledControl label={label} hint={hint ?? ui.dayHint} error={error} isOptional={isOptional} id={id}>
      {(attributes) => (
        <div className={styles['pair']}>
          <input
            type="text"
            inputMode="numeric"
            autoComplete="off"
            {...input}
            {...attributes}
            ref={(element) => {
              text.current = element;
              if (typeof ref === 'function') return ref(element);
              if (ref) ref.current = element;
              return undefined;
            }}
            onBlur={(event) => {
              const day = days.toDay(event.target.value);
              if (day !== undefined) write(day);
              onBlur?.(event);
            }}
          />
          <input
            ref={picker}
            type="date"
            className={styles['picker']}
            tabIndex={-1}
            aria-hidden="true"
            onChange={({ target }) => {
              if (target.value !== '') write(target.value);
              text.current?.focus();
            }}
          />
          <Button
            aria-label={ui.openCalendar(label)}
            onClick={() => {
              if (picker.current === null) return;
              picker.current.value = days.toDay(text.current?.value ?? '') ?? '';
              picker.current.showPicker();
            }}
          >
            <span aria-hidden="true">▦</span>
          </Button>
        </div>
      )}
    </LabelledControl>
  );
}
