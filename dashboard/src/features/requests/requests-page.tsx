import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { FilterDay } from '../../ui/filter-fields.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { CustomerFilter } from '../invoices/choice-filters.tsx';
import { usePeopleOptions } from './people-options.ts';
import { useRequestColumns } from './request-columns.tsx';
import { nobody, toRequestOrder, toRequestsQuery } from './requests-query.ts';
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
  const locale = useLocale();
  const status = search.status ?? 'OPEN';
  const assignees = usePeopleOptions('DISPUTE', search.assignee === nobody ? undefined : search.assignee);
  const authors = usePeopleOptions('DISPUTE', search.author);

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
    search.assignee === undefined ? undefined : messages.fields.assigneeId,
    search.author === undefined ? undefined : messages.fields.authorId,
    search.customer === undefined ? undefined : messages.fields.customerId,
    search.from && formatDay(search.from, locale),
    search.to && formatDay(search.to, locale),
  ].filter((one) => one !== undefined);
  const clear = () =>
    change({
      search: undefined,
      status: undefined,
      kind: undefined,
      urgency: undefined,
      due: undefined,
      assignee: undefined,
      author: undefined,
      customer: undefined,
      from: undefined,
      to: undefined,
    });

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
        <FilterSelect
          label={messages.fields.assigneeId}
          value={search.assignee ?? ''}
          options={[{ value: nobody, label: messages.nobody }, ...assignees]}
          onChoose={(value) => change({ assignee: value || undefined })}
        />
        <FilterSelect
          label={messages.fields.authorId}
          value={search.author ?? ''}
          options={authors}
          onChoose={(value) => change({ author: value || undefined })}
        />
        <CustomerFilter
          label={messages.fields.customerId}
          chosen={search.customer}
          onChoose={(customer) => change({ customer })}
        />
        <FilterDay
          label={messages.openedFrom}
          value={search.from ?? ''}
          onCommit={(day) => change({ from: day || undefined })}
        />
        <FilterDay
          label={messages.openedTo}
          value={search.to ?? ''}
          onCommit={(day) => change({ to: day || undefined })}
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
