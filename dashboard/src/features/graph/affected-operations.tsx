import { Link } from '@tanstack/react-router';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import type { CheckedChange } from './check-parts.ts';
import { ClientsText } from './clients-text.tsx';
import styles from './graph.module.css';
import type { VariantAddress } from './variant-layout.tsx';

export interface AffectedOperationsProps {
  readonly address: VariantAddress;
  readonly operations: CheckedChange['operations'];
}

/** The operations that a change fails, with the clients that send them. */
export function AffectedOperations({ address, operations: { edges, totalCount } }: AffectedOperationsProps) {
  const { graph: messages } = useMessages();
  const number = getNumberFormat(useLocale());
  if (totalCount === 0) return null;
  return (
    <details className={styles['details']}>
      <summary>{messages.affected(totalCount, number.format(totalCount))}</summary>
      <ul className={styles['problems']}>
        {edges.map(({ node: { hash, name, isPersisted, clients } }) => (
          <li key={hash}>
            <Link to="/graph/$graph/$variant/operations/$hash" params={{ ...address, hash }}>
              {name ?? messages.anonymous}
            </Link>{' '}
            {isPersisted && `(${messages.persisted}) `}
            <ClientsText clients={clients} isWhole />
          </li>
        ))}
      </ul>
      {edges.length < totalCount && (
        <p>{messages.affectedShown(number.format(edges.length), number.format(totalCount))}</p>
      )}
    </details>
  );
}
