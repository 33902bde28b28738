import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { type RegistryKeyRowFragment, RegistryKeysDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PagedTable } from '../../ui/paged-table.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { DeleteKeyButton } from './delete-key-button.tsx';
import styles from './graph.module.css';
import { GraphFilter } from './graph-filter.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { RegistryLayout } from './registry-layout.tsx';
import { toGraphRef } from './variant-layout.tsx';

const route = getRouteApi('/graph/keys');
const pageSize = 25;

/** The keys of the registry, with the way to make and delete them. */
export function KeysPage() {
  const { graph: messages } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isMaking, setMaking] = useState(false);
  const view = useData(RegistryKeysDocument, {
    variables: { graph: search.graph ?? null, ...toPageArguments(search, pageSize) },
    types: ['RegistryKey'],
  });
  const columns = useColumns(view.retry);
  const choose = (graph: string | undefined) =>
    void navigate({ search: omitAbsent({ graph }), replace: true });
  return (
    <RegistryLayout
      title={messages.parts.keys}
      actions={
        <Button kind="primary" onClick={() => setMaking(true)}>
          {messages.newKey}
        </Button>
      }
    >
      <FilterBar isFiltered={search.graph !== undefined} onClear={() => choose(undefined)}>
        <GraphFilter graph={search.graph} onChoose={choose} />
      </FilterBar>
      <StateView view={view} select={({ registryKeys }) => registryKeys}>
        {(page) => (
          <PagedTable
            label={messages.parts.keys}
            columns={columns}
            page={page}
            toKey={({ id }) => id}
            toCount={messages.keyCount}
            filters={search.graph === undefined ? [] : [search.graph]}
            onClearFilters={() => choose(undefined)}
            empty={{ title: messages.noKeysTitle, text: messages.noKeysText }}
          />
        )}
      </StateView>
      {isMaking && <NewKeyDialog graph={search.graph} onClose={() => setMaking(false)} />}
    </RegistryLayout>
  );
}

function useColumns(onDeleted: () => void): readonly Column<RegistryKeyRowFragment>[] {
  const { graph: messages } = useMessages();
  const headers = messages.keyColumns;
  return [
    {
      key: 'name',
      header: headers.name,
      cell: ({ name }) => <span className={styles['wrapping']}>{name}</span>,
    },
    {
      key: 'ending',
      header: headers.ending,
      cell: ({ ending }) => <span className={styles['cell']}>…{ending}</span>,
    },
    {
      key: 'graph',
      header: headers.graph,
      cell: ({ graph }) =>
        graph === null ? messages.allGraphs : <span className={styles['cell']}>{graph}</span>,
    },
    {
      key: 'rights',
      header: headers.rights,
      cell: ({ rights }) => rights.map((right) => messages.rights[right]).join(', '),
    },
    {
      key: 'subgraphs',
      header: headers.subgraphs,
      cell: ({ subgraphs }) =>
        subgraphs === null ? (
          messages.allSubgraphs
        ) : (
          <span className={styles['cell']}>
            {subgraphs.map(({ subgraph, ...ref }) => `${toGraphRef(ref)} ${subgraph}`).join(', ')}
          </span>
        ),
    },
    {
      key: 'createdAt',
      header: headers.createdAt,
      cell: ({ createdAt }) => <InstantText instant={createdAt} />,
    },
    {
      key: 'lastUsedAt',
      header: headers.lastUsedAt,
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? messages.notUsedYet : <InstantText instant={lastUsedAt} />,
    },
    {
      key: 'action',
      header: headers.action,
      cell: (key) => <DeleteKeyButton registryKey={key} onDone={onDeleted} />,
    },
  ];
}
