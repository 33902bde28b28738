import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { SchemaUsageDocument, type SchemaUsageQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { NoMatch } from '../../ui/empty-state.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { toPeriodDays, type UsageSearch } from './graph-search.ts';
import { useUsageColumns } from './usage-columns.tsx';
import { UsageFilters, useUsageFilters } from './usage-filters.tsx';
import { toGraphRef, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/usage');
const pageSize = 50;

type Variant = NonNullable<SchemaUsageQuery['graphVariant']>;

/** The members of the schema that runs with the requests that used them; those that nobody used can be told apart. */
export function UsagePage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const address = route.useParams();
  const search = route.useSearch();
  const filters = useUsageFilters(search, route.useNavigate());
  const columns = useUsageColumns();
  const view = useData(SchemaUsageDocument, {
    variables: { ...address, ...toPageArguments(search, pageSize), ...toUsageArguments(search) },
    types: ['Launch'],
  });
  return (
    <VariantLayout address={address} title={messages.partOf(messages.parts.usage, toGraphRef(address))}>
      <UsageFilters search={search} filters={filters} />
      <StateView view={view} select={({ graphVariant }) => graphVariant}>
        {({ usage, schemaUsage: { edges, pageInfo, totalCount } }) => (
          <>
            <ReportedText usage={usage} />
            {isPlaceEmpty({ edges, pageInfo }) ? (
              <EmptyPlace />
            ) : edges.length === 0 ? (
              filters.texts.length > 0 ? (
                <NoMatch filters={filters.texts} onClear={filters.clear} />
              ) : (
                <p>{messages.noSchema}</p>
              )
            ) : (
              <>
                <DataTable
                  label={messages.parts.usage}
                  columns={columns}
                  rows={edges.map(({ node }) => node)}
                  toKey={({ coordinate }) => coordinate}
                />
                <Pager
                  pageInfo={pageInfo}
                  count={messages.memberCount(totalCount, formatFigure(totalCount, locale))}
                />
              </>
            )}
          </>
        )}
      </StateView>
    </VariantLayout>
  );
}

/** Tells how much is known, since a member that nobody used and one that nobody watched look alike. */
function ReportedText({ usage: { requests, lastReportedAt } }: { readonly usage: Variant['usage'] }) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  if (requests === 0 || lastReportedAt === null) return <p role="status">{messages.noUsage}</p>;
  const count = formatFigure(requests, locale);
  return <p>{messages.reported(count, formatInstant(lastReportedAt, locale))}</p>;
}

function toUsageArguments({ search, use, kind, order, days }: UsageSearch) {
  return {
    days: toPeriodDays(days),
    orderBy: order ?? null,
    filter: {
      search: search ?? null,
      isUsed: use === undefined ? null : use === 'used',
      kinds: kind === undefined ? null : [kind],
    },
  };
}
