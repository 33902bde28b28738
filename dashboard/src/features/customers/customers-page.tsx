import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import type { CustomerOrderField, CustomerRowFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { ColumnMenu } from '../../ui/column-menu.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState, NoMatch } from '../../ui/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { EmptyPlace, isPlaceEmpty, Pager, withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { useColumnChoice } from '../../ui/use-column-choice.ts';
import { useCountries } from '../../ui/use-countries.ts';
import { SavedViews } from '../views/saved-views.tsx';
import { type CustomerSearch, customerStatuses } from './customer-search.ts';
import { toCustomerOrder, toCustomersQuery } from './customers-query.ts';

const route = getRouteApi('/customers');

/** The list of customers, as its address says. */
export function CustomersPage() {
  const { customers: messages } = useMessages();
  const { roles } = usePerson();
  const locale = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumnChoice('customers', useColumns());
  const mayCreate = mayUse(roles, 'Mutation.createCustomer');
  const order = toCustomerOrder(search);
  const query = toCustomersQuery(search);
  const view = useData(query.document, query);

  /** Another filter or order begins at the first page. */
  function change(members: Partial<Record<keyof CustomerSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as CustomerSearch,
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
        mayCreate && (
          <Link to="/customers/new" className={toButtonClass('primary')}>
            {messages.create}
          </Link>
        )
      }
    >
      <FilterBar isFiltered={filters.length > 0} onClear={clear}>
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text.trim() === '' ? undefined : text.trim() })}
        />
        <FilterSelect
          label={messages.status}
          value={search.status ?? ''}
          options={customerStatuses.map((value) => ({ value, label: messages.statuses[value] }))}
          onChoose={(value) => change({ status: value === '' ? undefined : value })}
        />
        <SavedViews list="CUSTOMERS" path="/customers" />
        <ColumnMenu choice={columns} />
      </FilterBar>
      <StateView view={view} select={({ customers }) => customers}>
        {({ edges, pageInfo, totalCount }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && filters.length > 0) return <NoMatch filters={filters} onClear={clear} />;
          if (edges.length === 0) {
            return (
              <EmptyState title={messages.emptyTitle}>
                <p>{mayCreate ? messages.emptyText : messages.emptyTextReader}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <DataTable
                label={messages.title}
                columns={columns.shown}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
                order={order}
                onOrder={({ field, direction }) => change({ order: field, direction })}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.count(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          );
        }}
      </StateView>
    </PageLayout>
  );
}

function useColumns(): readonly Column<CustomerRowFragment>[] {
  const { customers: messages } = useMessages();
  const countries = useCountries();
  const byName: CustomerOrderField = 'DISPLAY_NAME';
  const byChange: CustomerOrderField = 'UPDATED_AT';
  return [
    {
      key: 'name',
      header: messages.fields.displayName,
      sortField: byName,
      cell: ({ id, displayName }) => (
        <Link to="/customers/$id" params={{ id }}>
          {displayName}
        </Link>
      ),
    },
    { key: 'contact', header: messages.fields.contactName, cell: ({ contactName }) => contactName },
    {
      key: 'place',
      header: messages.fields['address.city'],
      cell: ({ address }) => address && `${address.city}, ${countries.toName(address.countryCode)}`,
    },
    {
      key: 'reference',
      header: messages.fields.externalReference,
      cell: ({ externalReference }) => externalReference,
    },
    {
      key: 'status',
      header: messages.status,
      cell: ({ status }) => (
        <Badge tone={status === 'ACTIVE' ? 'success' : 'neutral'}>{messages.statuses[status]}</Badge>
      ),
    },
    {
      key: 'changed',
      header: messages.updatedAt,
      sortField: byChange,
      cell: ({ updatedAt }) => <InstantText instant={updatedAt} />,
    },
  ];
}
