import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { ClientOperationsDocument, type ClientOperationsQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { CountText } from '../../ui/count-text.tsx';
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
import { ClientsText } from './clients-text.tsx';
import { type OperationsSearch, operationOrders, toPeriodDays } from './graph-search.ts';
import { LatencyText } from './latency-text.tsx';
import { PeriodFilter } from './period-filter.tsx';
import { toGraphRef, type VariantAddress, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/operations');
const pageSize = 25;

type Variant = NonNullable<ClientOperationsQuery['graphVariant']>;
type Operation = Variant['operations']['edges'][number]['node'];

/** The operations that clients sent to the gateways of a variant. */
export function OperationsPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const address = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns(address, search);
  const view = useData(ClientOperationsDocument, {
    variables: {
      ...address,
      ...toPageArguments(search, pageSize),
      days: toPeriodDays(search.days),
      search: search.search ?? null,
      orderBy: search.order ?? null,
    },
  });

  /** Another filter begins at the first page. */
  function change(members: Partial<Record<keyof OperationsSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as OperationsSearch,
      replace: true,
    });
  }

  const clear = () => change({ search: undefined });
  return (
    <VariantLayout address={address} title={messages.partOf(messages.parts.operations, toGraphRef(address))}>
      <FilterBar isFiltered={search.search !== undefined} onClear={clear}>
        <SearchField
          label={messages.searchOperation}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text.trim() === '' ? undefined : text.trim() })}
        />
        <PeriodFilter period={search.days} onChoose={(days) => change({ days })} />
        <FilterSelect
          label={messages.order}
          hasAll={false}
          value={search.order ?? 'REQUESTS'}
          options={operationOrders.map((value) => ({ value, label: messages.operationOrders[value] }))}
          onChoose={(order) => change({ order })}
        />
      </FilterBar>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.operations}>
        {({ edges, pageInfo, totalCount }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && search.search !== undefined)
            return <NoMatch filters={[messages.searchFilter(search.search)]} onClear={clear} />;
          if (edges.length === 0) {
            return (
              <EmptyState title={messages.noOperationsTitle}>
                <p>{messages.noOperationsText}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <DataTable
                label={messages.parts.operations}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ hash }) => hash}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.operationCount(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          );
        }}
      </StateView>
    </VariantLayout>
  );
}

function useColumns(address: VariantAddress, search: OperationsSearch): readonly Column<Operation>[] {
  const { graph: messages } = useMessages();
  const headers = messages.operationColumns;
  return [
    {
      key: 'operation',
      header: headers.operation,
      cell: ({ hash, name }) => (
        <Link
          to="/graph/$graph/$variant/operations/$hash"
          params={{ ...address, hash }}
          search={omitAbsent({ days: search.days })}
          title={hash}
        >
          {name ?? messages.anonymous}
        </Link>
      ),
    },
    {
      key: 'requests',
      header: headers.requests,
      align: 'end',
      cell: ({ requests }) => <CountText count={requests} />,
    },
    {
      key: 'errors',
      header: headers.errors,
      align: 'end',
      cell: ({ errors }) => <CountText count={errors} />,
    },
    ...(['p50', 'p95', 'p99'] as const).map((name) => ({
      key: name,
      header: headers[name],
      align: 'end' as const,
      cell: ({ latency }: Operation) => latency && <LatencyText ms={latency[`${name}Ms`]} />,
    })),
    {
      key: 'lastSeen',
      header: headers.lastSeen,
      cell: ({ lastSeenAt }) => <InstantText instant={lastSeenAt} />,
    },
    { key: 'clients', header: headers.clients, cell: ({ clients }) => <ClientsText clients={clients} /> },
  ];
}
