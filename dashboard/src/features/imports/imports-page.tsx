import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { type ImportJobRowFragment, ImportJobsDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { CountText } from '../../ui/count-text.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { SavedViews } from '../views/saved-views.tsx';
import { ImportBadge, ShareDone } from './import-status.tsx';
import { type ImportsSearch, importStatuses } from './imports-search.ts';
import { OpenRequests } from './open-requests.tsx';
import { RecentRequests } from './recent-requests.tsx';
import { usePolledData } from './use-polled-data.ts';

const route = getRouteApi('/imports');
const pageSize = 25;

/** The list of imports, as its address says, with the requests that wait or run above it. */
export function ImportsPage() {
  const { imports: messages } = useMessages();
  const { roles } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const view = usePolledData(
    ImportJobsDocument,
    {
      variables: {
        ...toPageArguments(search, pageSize),
        filter: { fileName: search.search ?? null, status: search.status ? [search.status] : null },
      },
      types: ['ImportJob', 'ImportRequest'],
    },
    ({ importJobs }) => importJobs?.edges.some(({ node }) => node.isRunning) === true,
  );

  /** Another filter begins at the first page. */
  function change(members: Partial<Record<keyof ImportsSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as ImportsSearch,
      replace: true,
    });
  }

  const filters = [
    search.search === undefined ? [] : messages.searchFilter(search.search),
    search.status === undefined ? [] : messages.statusFilter(messages.statuses[search.status]),
  ].flat();
  const clear = () => change({ search: undefined, status: undefined });
  return (
    <PageLayout
      title={messages.title}
      actions={
        mayUse(roles, 'Mutation.startImport') && (
          <Link to="/imports/new" className={toButtonClass('primary')}>
            {messages.start}
          </Link>
        )
      }
    >
      <OpenRequests onEnd={view.retry} />
      <FilterBar isFiltered={filters.length > 0} onClear={clear}>
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text.trim() === '' ? undefined : text.trim() })}
        />
        <FilterSelect
          label={messages.status}
          value={search.status ?? ''}
          options={importStatuses.map((value) => ({ value, label: messages.statuses[value] }))}
          onChoose={(value) => change({ status: value === '' ? undefined : value })}
        />
        <SavedViews list="IMPORTS" path="/imports" />
      </FilterBar>
      <StateView view={view} select={({ importJobs }) => importJobs}>
        {(page) => (
          <PagedTable
            label={messages.title}
            columns={columns}
            page={page}
            toKey={({ id }) => id}
            toCount={messages.count}
            filters={filters}
            onClearFilters={clear}
            empty={{ title: messages.emptyTitle, text: messages.emptyText }}
          />
        )}
      </StateView>
      <RecentRequests />
    </PageLayout>
  );
}

function useColumns(): readonly Column<ImportJobRowFragment>[] {
  const { imports: messages } = useMessages();
  const headers = messages.columns;
  return [
    {
      key: 'job',
      header: headers.job,
      cell: ({ id, number, fileName }) => (
        <Link to="/imports/$id" params={{ id }}>
          {messages.jobTitle(number, fileName)}
        </Link>
      ),
    },
    { key: 'records', header: headers.records, cell: ({ records }) => messages.records[records] },
    { key: 'status', header: headers.status, cell: (job) => <ImportBadge job={job} /> },
    {
      key: 'progress',
      header: headers.progress,
      cell: ({ progress, number }) => <ShareDone share={progress} label={messages.job(number)} />,
    },
    {
      key: 'read',
      header: headers.read,
      align: 'end',
      cell: ({ counts }) => <CountText count={counts.readRows} />,
    },
    {
      key: 'loaded',
      header: headers.loaded,
      align: 'end',
      cell: ({ counts }) => <CountText count={counts.loadedRows} />,
    },
    {
      key: 'rejected',
      header: headers.rejected,
      align: 'end',
      cell: ({ counts }) => <CountText count={counts.rejectedRows + counts.conflictingRows} />,
    },
    {
      key: 'startedAt',
      header: headers.startedAt,
      cell: ({ startedAt }) => <InstantText instant={startedAt} />,
    },
  ];
}
