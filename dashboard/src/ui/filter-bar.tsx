import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import fieldStyles from './field.module.css';
import styles from './filter-bar.module.css';
import type { SelectOption } from './select-field.tsx';

export interface FilterBarProps {
  /** True if something is filtered; then all can be cleared at once. */
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** The filters of a list. Their state is the address, so that a list is a link. */
export function FilterBar({ isFiltered, onClear, children }: FilterBarProps) {
  const { ui, states } = useMessages();
  return (
    <search className={styles['bar']} aria-label={ui.search}>
      {children}
      {isFiltered && <Button onClick={onClear}>{states.clearFilters}</Button>}
    </search>
  );
}

export interface FilterSelectProps {
  readonly label: string;
  readonly value: string;
  /** False if one of the values always holds, as for an order; else there is the choice of all, which has the empty value. */
  readonly hasAll?: boolean;
  /** Without the choice of all. */
  readonly options: readonly SelectOption[];
  readonly onChoose: (value: string) => void;
}

/** One of a few values to filter or order by. */
export function FilterSelect({ label, value, hasAll = true, options, onChoose }: FilterSelectProps) {
  const { ui } = useMessages();
  return (
    <label className={styles['filter']}>
      <span className={styles['label']}>{label}</span>
      <select
        className={fieldStyles['input']}
        value={value}
        onChange={({ target }) => onChoose(target.value)}
      >
        {hasAll && <option value="">{ui.all}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
