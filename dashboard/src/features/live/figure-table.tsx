import { type ReactNode, useState } from 'react';
import { useMessages } from '../../messages/language.tsx';
import styles from './live.module.css';

/** The figures of a chart as a table, which is made while it is open alone. */
export function FigureTable({ children }: { readonly children: () => ReactNode }) {
  const { live: messages } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles['details']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{messages.asTable}</summary>
      {isOpen && <div className={styles['tall']}>{children()}</div>}
    </details>
  );
}
