import styles from './badge.module.css';

export interface BadgeProps {
  readonly tone?: 'neutral' | 'success' | 'warning' | 'danger';
  readonly children: string;
}

/** A status in a word; its colour says nothing that the word does not. */
export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return <span className={`${styles['badge']} ${styles[tone]}`}>{children}</span>;
}
