import { useState } from 'react';
import type { Column } from './data-table.tsx';

export interface ColumnChoice<Row> {
  /** The columns to show: the first, which links to the row, and those that are chosen. */
  readonly shown: readonly Column<Row>[];
  /** All but the first, and if they are shown. */
  readonly choices: readonly { readonly key: string; readonly label: string; readonly isShown: boolean }[];
  /** Shows a column, or hides it. */
  readonly toggle: (key: string) => void;
}

/** Keeps in this browser which columns of a table somebody hides; columns that come later are shown. */
export function useColumnChoice<Row>(table: string, columns: readonly Column<Row>[]): ColumnChoice<Row> {
  const storageKey = `columns.${table}`;
  const [hidden, setHidden] = useState<readonly string[]>(() => readHidden(storageKey));
  return {
    shown: columns.filter(({ key }, index) => index === 0 || !hidden.includes(key)),
    choices: columns
      .slice(1)
      .map(({ key, header }) => ({ key, label: header, isShown: !hidden.includes(key) })),
    toggle(key) {
      const next = hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key];
      setHidden(next);
      try {
        localStorage.setItem(storageKey, next.join(' '));
      } catch {
        // A browser that keeps nothing hides the column for this visit.
      }
    },
  };
}

function readHidden(storageKey: string): readonly string[] {
  try {
    return localStorage.getItem(storageKey)?.split(' ') ?? [];
  } catch {
    return [];
  }
}
