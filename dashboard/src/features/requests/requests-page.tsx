import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { useMessages } from '../../messages/language.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { useRequestColumns } from './request-columns.tsx';
import { toRequestOrder, toRequestsQuery } from './requests-query.ts';
import { type RequestsSearch, requestKindChoices, requestUrgencyChoices } from './requests-search.ts';

const route = getRouteApi('/requests');

/** The list of requests, as its address says: those that are open, the most urgent first. */
export function RequestsPage() {
  const { requests: messages } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useRequestColumns({ isWhole: true });
  const query = toRequestsQuery(search);
  const view = useData(query.document, query);
  const status = search.status ?? 'OPEN';

  /** Another filter or order begins at the first page. */
  function change(members: Partial<Record<keyof RequestsSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as RequestsSearch,
      replace: true,
    });
  }

  const filters = [
    search.search,
    search.status === 'DONE' ? messages.statuses.DONE : undefined,
    search.kind && messages.kinds[search.kind],
    search.urgency && messages.urgencies[search.urgency],
    search.due && messages.overdue,
  ].filter((one) => one !== undefined);
  const clear = () =>
    change({ search: undefined, status: undefined, kind: undefined, urgency: undefined, due: undefined });

  return (
    <PageLayout title={messages.title}>
      <FilterBar isFiltered={filters.length > 0 || status === 'ALL'} onClear={clear}>
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text.trim() || undefined })}
        />
        <FilterSelect
          label={messages.fields.status}
          value={status === 'ALL' ? '' : status}
          options={(['OPEN', 'DONE'] as const).map((value) => ({ value, label: messages.statuses[value] }))}
          onChoose={(value) => change({ status: value || 'ALL' })}
        />
        <FilterSelect
          label={messages.fields.kind}
          value={search.kind ?? ''}
          options={requestKindChoices.map((value) => ({ value, label: messages.kinds[value] }))}
          onChoose={(value) => change({ kind: value || undefined })}
        />
        <FilterSelect
          label={messages.fields.urgency}
          value={search.urgency ?? ''}
          options={requestUrgencyChoices.map((value) => ({ value, label: messages.urgencies[value] }))}
          onChoose={(value) => change({ urgency: value || undefined })}
        />
        <FilterSelect
          label={messages.fields.deadline}
          value={search.due ?? ''}
          options={[{ value: 'OVERDUE', label: messages.overdue }]}
          onChoose={(value) => change({ due: value || undefined })}
        />
      </FilterBar>
      <StateView view={view} select={({ requests }) => requests}>
        {(page) => (
          <PagedTable
            page={page}
            label={messages.title}
            columns={columns}
            toKey={({ id }) => id}
            order={toRequestOrder(search)}
            onOrder={({ field, direction }) => change({ order: field, direction })}
            toCount={messages.count}
            filters={filters}
            onClearFilters={clear}
            empty={{ title: messages.emptyTitle, text: messages.emptyText }}
          />
        )}
      </StateView>
    </PageLayout>
  );
}
