import { useMessages } from '../../messages/language.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { memberKinds, type UsageSearch, usageOrders } from './graph-search.ts';
import { PeriodFilter } from './period-filter.tsx';

/** The filters that hold, in words, and the ways to change them. */
interface UsageFiltersState {
  readonly texts: readonly string[];
  readonly change: (members: Partial<Record<keyof UsageSearch, string | undefined>>) => void;
  readonly clear: () => void;
}

type Navigate = (options: {
  readonly search: (old: UsageSearch) => UsageSearch;
  readonly replace: boolean;
}) => unknown;

/** Reads the filters of the members of a schema; another filter begins at the first page. */
export function useUsageFilters(search: UsageSearch, navigate: Navigate): UsageFiltersState {
  const { graph: messages } = useMessages();
  const change: UsageFiltersState['change'] = (members) =>
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as UsageSearch,
      replace: true,
    });
  return {
    texts: [
      search.search === undefined ? [] : messages.searchFilter(search.search),
      search.use === undefined ? [] : messages[search.use],
      search.kind === undefined ? [] : messages.memberKinds[search.kind],
    ].flat(),
    change,
    clear: () => change({ search: undefined, use: undefined, kind: undefined }),
  };
}

export interface UsageFiltersProps {
  readonly search: UsageSearch;
  readonly filters: UsageFiltersState;
}

/** The filters and the order of the members of a schema. */
export function UsageFilters({ search, filters: { texts, change, clear } }: UsageFiltersProps) {
  const { graph: messages } = useMessages();
  const toValue = (text: string) => (text === '' ? undefined : text);
  return (
    <FilterBar isFiltered={texts.length > 0} onClear={clear}>
      <SearchField
        label={messages.searchMember}
        value={search.search ?? ''}
        onSearch={(text) => change({ search: toValue(text.trim()) })}
      />
      <FilterSelect
        label={messages.use}
        value={search.use ?? ''}
        options={(['used', 'unused'] as const).map((value) => ({ value, label: messages[value] }))}
        onChoose={(use) => change({ use: toValue(use) })}
      />
      <FilterSelect
        label={messages.usageColumns.kind}
        value={search.kind ?? ''}
        options={memberKinds.map((value) => ({ value, label: messages.memberKinds[value] }))}
        onChoose={(kind) => change({ kind: toValue(kind) })}
      />
      <PeriodFilter period={search.days} onChoose={(days) => change({ days })} />
      <FilterSelect
        label={messages.order}
        hasAll={false}
        value={search.order ?? 'COORDINATE'}
        options={usageOrders.map((value) => ({ value, label: messages.usageOrders[value] }))}
        onChoose={(order) => change({ order })}
      />
    </FilterBar>
  );
}
