import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { RegistryAuditDocument, type RegistryAuditQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { NoMatch } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import styles from './graph.module.css';
import { GraphFilter } from './graph-filter.tsx';
import { RegistryLayout } from './registry-layout.tsx';
import { toGraphRef } from './variant-layout.tsx';

const route = getRouteApi('/graph/audit');
const pageSize = 25;

type Entry = NonNullable<RegistryAuditQuery['registryAudit']>['edges'][number]['node'];

/** The changes that were made in the registry, the newest first: all, those of a graph or those of a variant. */
export function AuditPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const { graph, variant } = search;
  const view = useData(RegistryAuditDocument, {
    variables: { graph: graph ?? null, variant: variant ?? null, ...toPageArguments(search, pageSize) },
    types: ['RegistryAuditEntry', 'Launch', 'SchemaChangeApproval', 'RegistryKey'],
  });
  const choose = (chosen: string | undefined) =>
    void navigate({ search: omitAbsent({ graph: chosen }), replace: true });
  const filter = graph === undefined || variant === undefined ? graph : toGraphRef({ graph, variant });
  return (
    <RegistryLayout
      title={filter === undefined ? messages.parts.audit : messages.partOf(messages.parts.audit, filter)}
    >
      <FilterBar isFiltered={graph !== undefined} onClear={() => choose(undefined)}>
        <GraphFilter graph={graph} onChoose={choose} />
      </FilterBar>
      <StateView view={view} select={({ registryAudit }) => registryAudit}>
        {({ edges, pageInfo, totalCount }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && filter !== undefined)
            return <NoMatch filters={[filter]} onClear={() => choose(undefined)} />;
          if (edges.length === 0) return <p>{messages.noEntries}</p>;
          return (
            <>
              <DataTable
                label={messages.parts.audit}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.entryCount(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          );
        }}
      </StateView>
    </RegistryLayout>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const { graph: messages } = useMessages();
  return [
    { key: 'at', header: messages.at, cell: ({ at }) => <InstantText instant={at} /> },
    { key: 'by', header: messages.by, cell: ({ author }) => <AuthorText author={author} /> },
    { key: 'action', header: messages.action, cell: ({ action }) => messages.actions[action] ?? action },
    {
      key: 'graph',
      header: messages.graph,
      cell: ({ graph, variant }) =>
        graph === null ? (
          messages.allGraphs
        ) : (
          <span className={styles['cell']}>{variant === null ? graph : toGraphRef({ graph, variant })}</span>
        ),
    },
    {
      key: 'subject',
      header: messages.subject,
      cell: ({ subject }) => subject && <span className={styles['cell']}>{subject}</span>,
    },
    {
      key: 'details',
      header: messages.details,
      cell: ({ details }) =>
        details.length > 0 && (
          <span className={styles['cell']}>
            {details.map(({ name, value }) => `${name}: ${value}`).join(', ')}
          </span>
        ),
    },
  ];
}
