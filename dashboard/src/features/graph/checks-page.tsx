import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { type SchemaCheckRowFragment, SchemaChecksDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState, NoMatch } from '../../ui/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager, withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import { CheckBadge } from './check-badge.tsx';
import { GitText } from './git-text.tsx';
import { type ChecksSearch, checkStatuses } from './graph-search.ts';
import { toGraphRef, type VariantAddress, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/checks');
const pageSize = 25;

/** The checks of proposed schemas of a variant, the newest first, by branch and result. */
export function ChecksPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const address = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns(address);
  const view = useData(SchemaChecksDocument, {
    variables: {
      ...address,
      ...toPageArguments(search, pageSize),
      filter: { branch: search.branch ?? null, status: search.status ?? null },
    },
    types: ['SchemaCheck'],
  });

  /** Another filter begins at the first page. */
  function change(members: Partial<Record<keyof ChecksSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as ChecksSearch,
      replace: true,
    });
  }

  const filters = [
    search.branch === undefined ? [] : messages.branchFilter(search.branch),
    search.status === undefined ? [] : messages.statusFilter(messages.checkStates[search.status]),
  ].flat();
  const clear = () => change({ branch: undefined, status: undefined });
  return (
    <VariantLayout address={address} title={messages.partOf(messages.parts.checks, toGraphRef(address))}>
      <FilterBar isFiltered={filters.length > 0} onClear={clear}>
        <SearchField
          label={messages.branch}
          value={search.branch ?? ''}
          onSearch={(text) => change({ branch: text.trim() === '' ? undefined : text.trim() })}
        />
        <FilterSelect
          label={messages.result}
          value={search.status ?? ''}
          options={checkStatuses.map((value) => ({ value, label: messages.checkStates[value] }))}
          onChoose={(value) => change({ status: value === '' ? undefined : value })}
        />
      </FilterBar>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.schemaChecks}>
        {({ edges, pageInfo, totalCount }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && filters.length > 0) return <NoMatch filters={filters} onClear={clear} />;
          if (edges.length === 0) {
            return (
              <EmptyState title={messages.noChecksTitle}>
                <p>{messages.noChecksText}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <DataTable
                label={messages.parts.checks}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.checkCount(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          );
        }}
      </StateView>
    </VariantLayout>
  );
}

function useColumns(address: VariantAddress): readonly Column<SchemaCheckRowFragment>[] {
  const { graph: messages } = useMessages();
  return [
    {
      key: 'schema',
      header: messages.checkedSchema,
      cell: ({ id, subgraph }) => (
        <Link to="/graph/$graph/$variant/checks/$id" params={{ ...address, id }}>
          {subgraph ?? messages.wholeSchema}
        </Link>
      ),
    },
    { key: 'result', header: messages.result, cell: ({ status }) => <CheckBadge status={status} /> },
    { key: 'at', header: messages.at, cell: ({ createdAt }) => <InstantText instant={createdAt} /> },
    { key: 'git', header: messages.git, cell: ({ git }) => <GitText git={git} /> },
    { key: 'by', header: messages.by, cell: ({ author }) => <AuthorText author={author} /> },
  ];
}
