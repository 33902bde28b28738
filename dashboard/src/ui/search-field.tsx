import { useEffect, useId, useRef, useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import fieldStyles from './field.module.css';
import styles from './filter-bar.module.css';

export interface SearchFieldProps {
  /** The text that is searched for now. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly label?: string;
}

const waitMs = 250;

/** Searches for what is typed once somebody pauses, and at once at Enter. The shortcut `/` leads here. */
export function SearchField({ value, onSearch, label }: SearchFieldProps) {
  const { ui } = useMessages();
  const id = useId();
  const [text, setText] = useState(value);
  const searched = useRef(value);
  useEffect(() => {
    // Whoever goes Back or clears the filters sees what is searched for then.
    if (value !== searched.current) setText(value);
    searched.current = value;
  }, [value]);
  useEffect(() => {
    if (text === searched.current) return undefined;
    const timer = setTimeout(() => search(text), waitMs);
    return () => clearTimeout(timer);
  });

  function search(next: string): void {
    searched.current = next;
    onSearch(next);
  }

  return (
    <div className={styles['search']}>
      <label className={styles['label']} htmlFor={id}>
        {label ?? ui.search}
      </label>
      <input
        id={id}
        type="search"
        className={fieldStyles['input']}
        autoComplete="off"
        data-shortcut="search"
        title={ui.searchShortcut}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter' && text !== searched.current) search(text);
        }}
      />
    </div>
  );
}
