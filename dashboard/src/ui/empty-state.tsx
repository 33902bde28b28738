import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import styles from './state-view.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** Advice on how to fill an empty list. */
  readonly children: ReactNode;
}

/** Stands in for a list that has never had anything. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={styles['message']}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export interface NoMatchProps {
  /** The filters, in words. */
  readonly filters: readonly string[];
  readonly onClear: () => void;
}

/** Stands in for a list of which nothing passes the filters: names them, and lets them be cleared. */
export function NoMatch({ filters, onClear }: NoMatchProps) {
  const { states } = useMessages();
  return (
    <div className={styles['message']} role="status">
      <h2>{states.noMatchTitle}</h2>
      <p>{states.noMatchText(filters.join(', '))}</p>
      <Button onClick={onClear}>{states.clearFilters}</Button>
    </div>
  );
}

/** Stands in for a value that the person may not see. */
export function HiddenValue() {
  const { states } = useMessages();
  return <em className={styles['request']}>{states.hidden}</em>;
}
