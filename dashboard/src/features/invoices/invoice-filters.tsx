import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { InvoiceCurrenciesDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { FilterDay, FilterText, type FilterTextProps, MoreFilters } from '../../ui/filter-fields.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { CustomerFilter, ImportFilter, ProductFilter } from './choice-filters.tsx';
import {
  filterNames,
  type InvoiceSearch,
  invoiceKinds,
  invoiceOrigins,
  invoiceStatuses,
  toStatuses,
} from './invoice-search.ts';
import styles from './invoices.module.css';

export type SearchChange = Partial<Record<keyof InvoiceSearch, string | undefined>>;

export interface InvoiceFiltersProps {
  readonly search: InvoiceSearch;
  readonly onChange: (change: SearchChange) => void;
  readonly children?: React.ReactNode;
}

const moreNames = filterNames.filter((name) => !['search', 'status', 'kind', 'currency'].includes(name));

/** The filters of the list: those of every day, and all others one click away. */
export function InvoiceFilters({ search, onChange, children }: InvoiceFiltersProps) {
  const { invoices: messages } = useMessages();
  const { filters } = messages;
  const isFiltered = filterNames.some((name) => search[name] !== undefined);
  const hasMore = moreNames.some((name) => search[name] !== undefined);
  const statuses = toStatuses(search);
  const currencies = useCurrencies(search.currency);
  const text = (name: keyof InvoiceSearch) => ({
    value: search[name] ?? '',
    onCommit: (value: string) => onChange({ [name]: value === '' ? undefined : value }),
  });
  const day = (name: 'issuedFrom' | 'issuedTo' | 'dueFrom' | 'dueTo' | 'paidFrom' | 'paidTo') => (
    <FilterDay label={filters[name]} {...text(name)} />
  );
  return (
    <>
      <FilterBar
        isFiltered={isFiltered}
        onClear={() => onChange(Object.fromEntries(filterNames.map((name) => [name, undefined])))}
      >
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(given) => onChange({ search: given.trim() === '' ? undefined : given.trim() })}
        />
        <FilterSelect
          label={filters.kind}
          value={search.kind ?? ''}
          options={invoiceKinds.map((value) => ({ value, label: messages.kinds[value] }))}
          onChoose={(value) => onChange({ kind: value || undefined })}
        />
        <FilterSelect
          label={filters.currency}
          value={search.currency ?? ''}
          options={currencies.map((value) => ({ value, label: value }))}
          onChoose={(value) =>
            onChange({
              currency: value || undefined,
              ...(value === '' && { minTotal: undefined, maxTotal: undefined }),
            })
          }
        />
        {children}
      </FilterBar>
      <fieldset className={styles['statuses']}>
        <legend>{filters.status}</legend>
        {invoiceStatuses.map((status) => (
          <label key={status}>
            <input
              type="checkbox"
              checked={statuses.includes(status)}
              onChange={({ target }) => {
                const chosen = invoiceStatuses.filter((one) =>
                  one === status ? target.checked : statuses.includes(one),
                );
                onChange({ status: chosen.join(',') || undefined });
              }}
            />{' '}
            {messages.statuses[status]}
          </label>
        ))}
      </fieldset>
      <MoreFilters isFiltered={hasMore}>
        <CustomerFilter
          label={filters.customer}
          hint={filters.customerHint}
          chosen={search.customer}
          onChoose={(id) => onChange({ customer: id })}
        />
        <ProductFilter chosen={search.product} onChoose={(id) => onChange({ product: id })} />
        <ImportFilter chosen={search.importJob} onChoose={(id) => onChange({ importJob: id })} />
        <FilterSelect
          label={filters.origin}
          value={search.origin ?? ''}
          options={invoiceOrigins.map((value) => ({ value, label: messages.origins[value] }))}
          onChoose={(value) => onChange({ origin: value || undefined })}
        />
        <FilterSelect
          label={filters.hasBalance}
          value={search.balance ?? ''}
          options={[
            { value: 'yes', label: filters.withBalance },
            { value: 'no', label: filters.withoutBalance },
          ]}
          onChoose={(value) => onChange({ balance: value || undefined })}
        />
        <FilterText label={filters.numberPrefix} {...text('numberPrefix')} />
        <FilterText label={filters.reference} {...text('reference')} />
        {day('issuedFrom')}
        {day('issuedTo')}
        {day('dueFrom')}
        {day('dueTo')}
        {day('paidFrom')}
        {day('paidTo')}
        <FilterAmount
          label={filters.minTotal}
          isPossible={search.currency !== undefined}
          {...text('minTotal')}
        />
        <FilterAmount
          label={filters.maxTotal}
          isPossible={search.currency !== undefined}
          {...text('maxTotal')}
        />
      </MoreFilters>
    </>
  );
}

const noVariables = {};

/** The currencies in which there are documents, and the one that is chosen. */
function useCurrencies(chosen: string | undefined): readonly string[] {
  const { data } = useData(InvoiceCurrenciesDocument, { variables: noVariables });
  const found = (data?.invoices?.sums ?? []).map(({ currency }) => currency);
  return [...new Set([...(chosen === undefined ? [] : [chosen]), ...found])].toSorted();
}

function FilterAmount({
  label,
  value,
  onCommit,
  isPossible,
}: FilterTextProps & { readonly isPossible: boolean }) {
  const { invoices: messages } = useMessages();
  const decimals = useDecimals();
  const [error, setError] = useState<string>();
  return (
    <DecimalField
      key={value}
      label={label}
      error={error}
      hint={isPossible ? undefined : messages.filters.needsCurrency}
      readOnly={!isPossible}
      defaultValue={value === '' ? '' : decimals.format(value)}
      onBlur={({ target }) => {
        const problem = decimals.validate(target.value, { mayBeNegative: true });
        setError(problem === true ? undefined : problem);
        const decimal = decimals.toDecimal(target.value) ?? '';
        if (problem === true && decimal !== value) onCommit(decimal);
      }}
    />
  );
}

/** The filters in words, for a list in which nothing matches. */
export function useFilterTexts(search: InvoiceSearch): readonly string[] {
  const { invoices: messages } = useMessages();
  const { filters } = messages;
  const texts: Readonly<Record<(typeof filterNames)[number], () => string>> = {
    search: () => `“${search.search}”`,
    status: () =>
      filters.is(
        filters.status,
        toStatuses(search)
          .map((one) => messages.statuses[one])
          .join(', '),
      ),
    kind: () => messages.kinds[search.kind ?? 'INVOICE'],
    origin: () => messages.origins[search.origin ?? 'OWN'],
    balance: () => (search.balance === 'yes' ? filters.withBalance : filters.withoutBalance),
    customer: () => filters.customer,
    product: () => filters.product,
    importJob: () => filters.importJob,
    currency: () => filters.is(filters.currency, search.currency ?? ''),
    numberPrefix: () => filters.is(filters.numberPrefix, search.numberPrefix ?? ''),
    reference: () => filters.is(filters.reference, search.reference ?? ''),
    issuedFrom: () => filters.is(filters.issuedFrom, search.issuedFrom ?? ''),
    issuedTo: () => filters.is(filters.issuedTo, search.issuedTo ?? ''),
    dueFrom: () => filters.is(filters.dueFrom, search.dueFrom ?? ''),
    dueTo: () => filters.is(filters.dueTo, search.dueTo ?? ''),
    paidFrom: () => filters.is(filters.paidFrom, search.paidFrom ?? ''),
    paidTo: () => filters.is(filters.paidTo, search.paidTo ?? ''),
    minTotal: () => filters.is(filters.minTotal, search.minTotal ?? ''),
    maxTotal: () => filters.is(filters.maxTotal, search.maxTotal ?? ''),
  };
  return filterNames.filter((name) => search[name] !== undefined).map((name) => texts[name]());
}
