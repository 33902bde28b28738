import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './description-list.module.css';

/** A name and its value; one without a value is shown as such. */
export interface Description {
  readonly term: string;
  readonly value: ReactNode;
}

/** The properties of something. */
export function DescriptionList({ items }: { readonly items: readonly Description[] }) {
  const { ui } = useMessages();
  return (
    <dl className={styles['list']}>
      {items.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value ?? ui.none}</dd>
        </div>
      ))}
    </dl>
  );
}
