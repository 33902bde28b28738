import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import fieldStyles from './field.module.css';
import styles from './filter-bar.module.css';

export interface FilterTextProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** A text that filters once it is left or Enter is pressed. The key makes it show a value that came from elsewhere. */
export function FilterText({ label, value, onCommit }: FilterTextProps) {
  return (
    <label className={styles['filter']}>
      <span className={styles['label']}>{label}</span>
      <input
        key={value}
        type="text"
        autoComplete="off"
        className={fieldStyles['input']}
        defaultValue={value}
        onBlur={({ target }) => target.value.trim() !== value && onCommit(target.value.trim())}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </label>
  );
}

/** A calendar day that filters once it is left or Enter is pressed. */
export function FilterDay({ label, value, onCommit }: FilterTextProps) {
  return (
    <label className={styles['filter']}>
      <span className={styles['label']}>{label}</span>
      <input
        key={value}
        type="date"
        className={fieldStyles['input']}
        defaultValue={value}
        onBlur={({ target }) => target.value !== value && onCommit(target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </label>
  );
}

export interface MoreFiltersProps {
  /** True if one of them filters; then they are shown. */
  readonly isFiltered: boolean;
  readonly children: ReactNode;
}

/** Filters that are one click away. */
export function MoreFilters({ isFiltered, children }: MoreFiltersProps) {
  const { ui } = useMessages();
  return (
    <details className={styles['more']} open={isFiltered || undefined}>
      <summary>{ui.moreFilters}</summary>
      <div className={styles['moreFilters']}>{children}</div>
    </details>
  );
}
