import { useData } from '../../api/use-data.ts';
import { useFurtherPages } from '../../api/use-further-pages.ts';
import { useRefresh } from '../../api/use-refresh.ts';
import { GraphInstancesDocument, type GraphInstancesQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { StateView } from '../../ui/state-view.tsx';
import styles from './graph.module.css';
import type { VariantAddress } from './variant-layout.tsx';

type Instances = NonNullable<GraphInstancesQuery['graphVariant']>['instances'];
type Instance = Instances['edges'][number]['node'];

const tones: Readonly<Record<Instance['state'], NonNullable<BadgeProps['tone']>>> = {
  LIVE: 'success',
  DIFFERS: 'warning',
  REFUSED: 'danger',
};

const refreshEveryMs = 10_000;

/** The processes of a variant's subgraphs that have registered and renew. */
export function SubgraphInstances({ address }: { readonly address: VariantAddress }) {
  const { graph: messages } = useMessages();
  const view = useData(GraphInstancesDocument, {
    variables: { ...address, after: null },
    types: ['SubgraphInstance'],
  });
  useRefresh(view.retry, refreshEveryMs);
  return (
    <section>
      <h2>{messages.instances}</h2>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.instances} skeletonRows={3}>
        {(instances) =>
          instances.totalCount === 0 ? (
            <p>{messages.noInstances}</p>
          ) : (
            <InstanceTable address={address} first={instances} />
          )
        }
      </StateView>
    </section>
  );
}

function InstanceTable({ address, first }: { readonly address: VariantAddress; readonly first: Instances }) {
  const { graph: messages } = useMessages();
  const list = useFurtherPages({
    first,
    document: GraphInstancesDocument,
    toVariables: (after) => ({ ...address, after }),
    select: ({ graphVariant }) => graphVariant?.instances,
  });
  return (
    <>
      <DataTable
        label={messages.instances}
        columns={useColumns()}
        rows={list.rows}
        toKey={({ subgraph, id }) => `${subgraph} ${id}`}
      />
      <ShowMore list={list} />
    </>
  );
}

function useColumns(): readonly Column<Instance>[] {
  const { graph: messages } = useMessages();
  const headers = messages.instanceColumns;
  return [
    {
      key: 'subgraph',
      header: headers.subgraph,
      cell: ({ subgraph }) => <span className={styles['cell']}>{subgraph}</span>,
    },
    {
      key: 'address',
      header: headers.address,
      cell: ({ address }) => <span className={styles['cell']}>{address}</span>,
    },
    {
      key: 'state',
      header: headers.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{messages.instanceStates[state]}</Badge>,
    },
    { key: 'version', header: headers.version, cell: ({ version }) => version },
    {
      key: 'since',
      header: headers.since,
      cell: ({ registeredAt }) => <InstantText instant={registeredAt} />,
    },
    {
      key: 'renewed',
      header: headers.renewed,
      cell: ({ renewedAt }) => <InstantText instant={renewedAt} />,
    },
  ];
}
