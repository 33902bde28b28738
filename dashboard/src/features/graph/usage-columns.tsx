import type { SchemaUsageQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { CountText } from '../../ui/count-text.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { DayText } from '../../ui/date-text.tsx';
import { ClientsText } from './clients-text.tsx';
import styles from './graph.module.css';

type Variant = NonNullable<SchemaUsageQuery['graphVariant']>;
type Member = Variant['schemaUsage']['edges'][number]['node'];

/** The columns of the members of a schema. */
export function useUsageColumns(): readonly Column<Member>[] {
  const { graph: messages } = useMessages();
  const headers = messages.usageColumns;
  return [
    {
      key: 'member',
      header: headers.member,
      cell: ({ coordinate, isDeprecated }) => (
        <>
          <span className={styles['cell']}>{coordinate}</span>{' '}
          {isDeprecated && <Badge>{messages.deprecated}</Badge>}
        </>
      ),
    },
    { key: 'kind', header: headers.kind, cell: ({ kind }) => messages.memberKinds[kind] },
    {
      key: 'requests',
      header: headers.requests,
      align: 'end',
      cell: ({ requests }) =>
        requests === 0 ? <Badge tone="warning">{messages.notUsed}</Badge> : <CountText count={requests} />,
    },
    {
      key: 'lastUsed',
      header: headers.lastUsed,
      cell: ({ lastUsedOn }) => (lastUsedOn === null ? messages.neverSeen : <DayText day={lastUsedOn} />),
    },
    {
      key: 'operations',
      header: headers.operations,
      align: 'end',
      cell: ({ operationCount }) => <CountText count={operationCount} />,
    },
    { key: 'clients', header: headers.clients, cell: ({ clients }) => <ClientsText clients={clients} /> },
  ];
}
