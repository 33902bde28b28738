import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { PeopleDocument, type PersonRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { RoleNames } from './role-names.tsx';

const route = getRouteApi('/people');
const pageSize = 25;

/** The people with an account, as the address says. */
export function PeoplePage() {
  const { people: messages } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const view = useData(PeopleDocument, {
    variables: { ...toPageArguments(search, pageSize), search: search.search ?? null },
    types: ['Person'],
  });

  function find(text: string | undefined): void {
    void navigate({ search: omitAbsent({ search: text }), replace: true });
  }

  return (
    <PageLayout
      title={messages.title}
      actions={
        <Link to="/people/new" className={toButtonClass('primary')}>
          {messages.create}
        </Link>
      }
    >
      <FilterBar isFiltered={search.search !== undefined} onClear={() => find(undefined)}>
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(text) => find(text.trim() === '' ? undefined : text.trim())}
        />
      </FilterBar>
      <StateView view={view} select={({ people }) => people}>
        {(page) => (
          <PagedTable
            label={messages.title}
            columns={columns}
            page={page}
            toKey={({ id }) => id}
            toCount={messages.count}
            filters={search.search === undefined ? [] : [messages.searchFilter(search.search)]}
            onClearFilters={() => find(undefined)}
          />
        )}
      </StateView>
    </PageLayout>
  );
}

function useColumns(): readonly Column<PersonRowFragment>[] {
  const { people: messages } = useMessages();
  return [
    {
      key: 'username',
      header: messages.fields.username,
      cell: ({ id, username }) => (
        <Link to="/people/$id" params={{ id }}>
          {username}
        </Link>
      ),
    },
    {
      key: 'name',
      header: messages.name,
      cell: ({ firstName, lastName }) => `${firstName} ${lastName}`.trim(),
    },
    { key: 'email', header: messages.fields.email, cell: ({ email }) => email },
    { key: 'roles', header: messages.roles, cell: ({ roles }) => <RoleNames roles={roles} /> },
    {
      key: 'status',
      header: messages.status,
      cell: ({ isEnabled }) => (
        <Badge tone={isEnabled ? 'success' : 'neutral'}>
          {isEnabled ? messages.enabled : messages.disabled}
        </Badge>
      ),
    },
  ];
}
