import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import {
  AuditEntriesDocument,
  type AuditEntryFilter,
  AuditTimeZoneDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { withoutPlace } from '../../ui/pager.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { useAuditColumns } from './audit-columns.tsx';
import {
  type AuditEntriesSearch,
  auditFilterNames,
  readAuditEntriesSearch,
  toAuditEntryFilter,
} from './audit-entries-search.ts';
import { AuditExportMenu } from './audit-export-menu.tsx';
import { AuditFilters, type AuditSearchChange, useAuditFilterTexts } from './audit-filters.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { NewEntries } from './new-entries.tsx';
import { TrailState } from './trail-state.tsx';

const route = getRouteApi('/audit');
const pageSize = 25;
const noVariables = {};
const entryTypes = ['AuditEntry'];

/** The entries of the audit that the address asks for, the newest first; times and days are those of the seller's clocks. */
export function AuditEntriesPage() {
  const { audit: messages } = useMessages();
  const { entry } = route.useSearch();
  const zone = useData(AuditTimeZoneDocument, { variables: noVariables });
  return (
    <PageLayout title={messages.title}>
      <StateView
        view={{ ...zone, isFetching: zone.data === undefined && zone.isFetching }}
        select={({ seller }) => seller?.timeZone}
        skeletonRows={pageSize}
      >
        {(timeZone) => (
          <>
            <Entries timeZone={timeZone} />
            {entry !== undefined && <EntryDialog id={entry} timeZone={timeZone} />}
          </>
        )}
      </StateView>
    </PageLayout>
  );
}

function Entries({ timeZone }: { readonly timeZone: string }) {
  const { audit: messages } = useMessages();
  // The router keeps what the reader leaves out, so that a day that does not exist would filter.
  const search = readAuditEntriesSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const columns = useAuditColumns(timeZone);
  const filter: AuditEntryFilter = toAuditEntryFilter(search, timeZone);
  const view = useData(AuditEntriesDocument, {
    variables: { ...toPageArguments(search, pageSize), filter },
    types: entryTypes,
  });
  const page = view.data?.auditEntries;
  const verification = view.data?.auditTrailVerification;
  const actors = page?.edges.flatMap(({ node }) => node.actor ?? []) ?? [];
  const filterTexts = useAuditFilterTexts(search, actors);

  /** Another filter begins at the first page. */
  function change(members: AuditSearchChange): void {
    void navigate({
      search: (old) => readAuditEntriesSearch({ ...withoutPlace(old), ...members }),
      replace: true,
    });
  }

  const clear = () => change(Object.fromEntries(auditFilterNames.map((name) => [name, undefined])));
  const isFirstPage = search.after === undefined && search.before === undefined;

  return (
    <>
      {verification?.break != null && <TrailState verification={verification} timeZone={timeZone} />}
      <AuditFilters search={search} actors={actors} onChange={change}>
        <AuditExportMenu filter={filter} count={page?.totalCount} />
      </AuditFilters>
      <NewEntries
        filter={filter}
        cursor={page?.cursor}
        onExpired={view.retry}
        onShow={() => {
          if (isFirstPage) view.retry();
          else void navigate({ search: (old) => omitAbsent(withoutPlace(old)) as AuditEntriesSearch });
        }}
      />
      <StateView view={view} select={({ auditEntries }) => auditEntries} skeletonRows={pageSize}>
        {(entries) => (
          <PagedTable
            label={messages.title}
            columns={columns}
            page={entries}
            toKey={({ id }) => id}
            toCount={messages.count}
            filters={filterTexts}
            onClearFilters={clear}
            empty={{ title: messages.emptyTitle, text: messages.emptyText }}
          />
        )}
      </StateView>
      {verification?.break === null && <TrailState verification={verification} timeZone={timeZone} />}
    </>
  );
}
