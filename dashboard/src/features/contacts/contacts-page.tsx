import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { ContactsDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { FilterDay } from '../../ui/filter-fields.tsx';
import { toLocalInstants } from '../../ui/local-days.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { usePeopleOptions } from '../requests/people-options.ts';
import { useContactColumns } from './contact-table.tsx';
import { type ContactsSearch, contactKindChoices } from './contacts-search.ts';

const route = getRouteApi('/contacts');
const pageSize = 25;

/** The journal of contacts, as its address says: the latest first. */
export function ContactsPage() {
  const { contacts: messages } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const order = { field: search.order ?? 'OCCURRED_AT', direction: search.direction ?? 'DESC' } as const;
  const { start, end } = toLocalInstants(search);
  const view = useData(ContactsDocument, {
    variables: {
      ...toPageArguments(search, pageSize),
      filter: {
        search: search.search ?? null,
        kind: search.kind ? [search.kind] : null,
        personId: search.person ?? null,
        occurredFrom: start,
        occurredBefore: end,
        isStruck: search.struck === undefined ? null : search.struck === 'YES',
      },
      orderBy: order,
    },
    types: ['CustomerContact'],
  });
  const columns = useContactColumns({ isWhole: true, onChanged: view.retry });

  const locale = useLocale();
  // Those who may be written down as the ones in contact.
  const people = usePeopleOptions('TASK', search.person);

  /** Another filter or order begins at the first page. */
  function change(members: Partial<Record<keyof ContactsSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as ContactsSearch,
      replace: true,
    });
  }

  const filters = [
    search.search,
    search.kind && messages.kinds[search.kind],
    search.person === undefined ? undefined : messages.fields.personId,
    search.struck && messages.struckChoices[search.struck],
    search.from && formatDay(search.from, locale),
    search.to && formatDay(search.to, locale),
  ].filter((one) => one !== undefined);
  const clear = () =>
    change({
      search: undefined,
      kind: undefined,
      person: undefined,
      struck: undefined,
      from: undefined,
      to: undefined,
    });
  return (
    <PageLayout
      title={messages.title}
      actions={
        <Link to="/figures" className={toButtonClass()}>
          {messages.figures}
        </Link>
      }
    >
      <FilterBar isFiltered={filters.length > 0} onClear={clear}>
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text.trim() || undefined })}
        />
        <FilterSelect
          label={messages.fields.kind}
          value={search.kind ?? ''}
          options={contactKindChoices.map((value) => ({ value, label: messages.kinds[value] }))}
          onChoose={(value) => change({ kind: value || undefined })}
        />
        <FilterSelect
          label={messages.fields.personId}
          value={search.person ?? ''}
          options={people}
          onChoose={(value) => change({ person: value || undefined })}
        />
        <FilterSelect
          label={messages.struck}
          value={search.struck ?? ''}
          options={(['NO', 'YES'] as const).map((value) => ({ value, label: messages.struckChoices[value] }))}
          onChoose={(value) => change({ struck: value || undefined })}
        />
        <FilterDay
          label={messages.from}
          value={search.from ?? ''}
          onCommit={(day) => change({ from: day || undefined })}
        />
        <FilterDay
          label={messages.to}
          value={search.to ?? ''}
          onCommit={(day) => change({ to: day || undefined })}
        />
      </FilterBar>
      <StateView view={view} select={({ contacts }) => contacts}>
        {(page) => (
          <PagedTable
            page={page}
            label={messages.title}
            columns={columns}
            toKey={({ id }) => id}
            order={order}
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
