import { apiScopes } from '../../generated/api-scopes.ts';
import { useMessages } from '../../messages/language.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type ApiClientsSearch, clientStatuses, readApiClientsSearch } from './api-clients-search.ts';
import { offeredClientRoles } from './offered-client-roles.ts';

export interface ClientFiltersProps {
  readonly search: ApiClientsSearch;
  readonly onChange: (search: ApiClientsSearch) => void;
}

/** The filters of the list of API clients. */
export function ClientFilters({ search, onChange }: ClientFiltersProps) {
  const { clients: messages, account } = useMessages();
  const choice = (name: keyof ApiClientsSearch) => ({
    value: search[name] ?? '',
    onChoose: (value: string) => onChange(readApiClientsSearch({ ...search, [name]: value })),
  });
  return (
    <FilterBar isFiltered={Object.keys(search).length > 0} onClear={() => onChange({})}>
      <SearchField
        label={messages.searchLabel}
        value={search.search ?? ''}
        onSearch={(text) => onChange(readApiClientsSearch({ ...search, search: text.trim() }))}
      />
      <FilterSelect
        label={messages.status}
        {...choice('status')}
        options={clientStatuses.map((value) => ({ value, label: messages.statuses[value] }))}
      />
      <FilterSelect
        label={messages.role}
        {...choice('role')}
        options={offeredClientRoles.map((value) => ({ value, label: account.roleNames[value] }))}
      />
      <FilterSelect
        label={messages.scope}
        {...choice('scope')}
        options={apiScopes.map((value) => ({ value, label: value }))}
      />
    </FilterBar>
  );
}

/** The filters in words. */
export function useClientFilterTexts({ search, status, role, scope }: ApiClientsSearch): readonly string[] {
  const { clients: messages, account, ui } = useMessages();
  return [
    search === undefined ? [] : messages.searchFilter(search),
    status === undefined ? [] : ui.labelled(messages.status, messages.statuses[status]),
    role === undefined ? [] : ui.labelled(messages.role, account.roleNames[role]),
    scope === undefined ? [] : ui.labelled(messages.scope, scope),
  ].flat();
}
