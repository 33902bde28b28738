import { useEffect, useState } from 'react';
import { useMessages } from '../../messages/language.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { useDays } from '../../ui/use-days.ts';
import styles from './live.module.css';

export interface DayFilterProps {
  readonly label: string;
  readonly day: string | undefined;
  readonly onDay: (day: string | undefined) => void;
}

/** A day to filter by; it counts when the field is left, or at Enter. */
export function DayFilter({ label, day, onDay }: DayFilterProps) {
  const { ui } = useMessages();
  const days = useDays();
  const [text, setText] = useState('');
  useEffect(() => setText(day === undefined ? '' : days.format(day)), [day, days]);
  const verdict = days.validate(text);
  function take(): void {
    if (text.trim() === '') onDay(undefined);
    else if (verdict === true) onDay(days.toDay(text));
  }
  return (
    <div className={styles['filter']}>
      <DayField
        label={label}
        hint=""
        placeholder={ui.dayHint}
        error={verdict === true ? undefined : verdict}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => key === 'Enter' && take()}
      />
    </div>
  );
}
