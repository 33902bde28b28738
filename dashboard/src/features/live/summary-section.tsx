import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useData } from '../../api/use-data.ts';
import {
  type InvoiceSummaryGrouping,
  LiveSummaryDocument,
  type LiveSummaryQuery,
} from '../../generated/graphql.ts';
import { getDateTimeFormat, getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { NoMatch } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { formatMoney, MoneyText } from '../../ui/money-text.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { Chart } from './chart.tsx';
import { DayFilter } from './day-filter.tsx';
import { toInvoiceListLink } from './invoice-links.ts';
import styles from './live.module.css';
import { type LiveSearch, summaryGroupings } from './live-search.ts';
import { type SummaryRow, toListFilter, toSummaryRows } from './summary-groups.ts';

const route = getRouteApi('/');
/** As many as the gateway counts among its values to answer. */
const maxPeriods = 250;
const maxRanks = 20;

type Summary = NonNullable<LiveSummaryQuery['invoiceSummary']>;

/** Sums of invoices between two days, in groups, each currency by itself. */
export function SummarySection() {
  const { live: messages, ui } = useMessages();
  const locale = useLocale();
  const { group = 'MONTH', from, to, currency } = route.useSearch();
  const navigate = route.useNavigate();
  const view = useData(LiveSummaryDocument, {
    variables: {
      groupBy: group,
      from: from ?? null,
      to: to ?? null,
      filter: currency === undefined ? null : { currency },
      first: group === 'DAY' || group === 'MONTH' ? maxPeriods : maxRanks,
    },
    types: ['Invoice'],
  });

  function change(members: Partial<Record<keyof LiveSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...old, ...members }) as LiveSearch,
      replace: true,
      resetScroll: false,
    });
  }

  const clear = () => change({ from: undefined, to: undefined, currency: undefined });
  const filters = [
    from === undefined ? [] : messages.fromFilter(formatDay(from, locale)),
    to === undefined ? [] : messages.toFilter(formatDay(to, locale)),
    currency ?? [],
  ].flat();
  const currencies = view.data?.invoiceSummary?.sums.map((sums) => sums.currency) ?? [];
  const known = [...new Set([...currencies, ...(currency === undefined ? [] : [currency])])].toSorted();
  return (
    <section>
      <h2>{messages.summaryTitle}</h2>
      <FilterBar isFiltered={filters.length > 0} onClear={clear}>
        <div className={styles['filter']}>
          <SelectField
            label={messages.groupBy}
            value={group}
            options={summaryGroupings.map((value) => ({ value, label: messages.groupings[value] }))}
            onChange={({ target }) => change({ group: target.value })}
          />
        </div>
        <DayFilter label={messages.from} day={from} onDay={(day) => change({ from: day })} />
        <DayFilter label={messages.to} day={to} onDay={(day) => change({ to: day })} />
        <div className={styles['filter']}>
          <SelectField
            label={messages.columns.currency}
            value={currency ?? ''}
            options={[{ value: '', label: ui.all }, ...known.map((value) => ({ value, label: value }))]}
            onChange={({ target }) => change({ currency: target.value || undefined })}
          />
        </div>
      </FilterBar>
      <StateView view={view} select={(data) => data.invoiceSummary}>
        {(summary) =>
          summary.groups.length === 0 ? (
            filters.length > 0 ? (
              <NoMatch filters={filters} onClear={clear} />
            ) : (
              <p>{messages.nothingYet}</p>
            )
          ) : (
            <SummaryContent summary={summary} groupBy={group} />
          )
        }
      </StateView>
    </section>
  );
}

interface SummaryContentProps {
  readonly summary: Summary;
  readonly groupBy: InvoiceSummaryGrouping;
}

function SummaryContent({ summary, groupBy }: SummaryContentProps) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const { from, to } = route.useSearch();
  const toLabel = useGroupLabel(groupBy);
  const rows = toSummaryRows(summary.groups);
  const currencies = [...new Set(rows.map(({ currency }) => currency))].toSorted();
  const columns: readonly Column<SummaryRow>[] = [
    {
      key: 'group',
      header: messages.groupings[groupBy],
      cell: (row) => <GroupLink row={row} label={toLabel(row)} groupBy={groupBy} days={{ from, to }} />,
    },
    {
      key: 'count',
      header: messages.documents,
      align: 'end',
      cell: ({ count }) => (count === null ? null : formatFigure(count, locale)),
    },
    { key: 'net', header: messages.net, align: 'end', cell: ({ net }) => <MoneyText money={net} /> },
    ...(groupBy === 'PRODUCT'
      ? []
      : (['total', 'balance'] as const).map(
          (key): Column<SummaryRow> => ({
            key,
            header: messages[key],
            align: 'end',
            cell: (row) => row[key] && <MoneyText money={row[key]} />,
          }),
        )),
  ];
  return (
    <>
      {summary.groupCount > summary.groups.length && (
        <p>{messages.someGroups(summary.groups.length, summary.groupCount)}</p>
      )}
      {!summary.isComplete && <p>{messages.incomplete}</p>}
      {currencies.map((currency) => (
        <CurrencySummary
          key={currency}
          currency={currency}
          rows={rows.filter((row) => row.currency === currency)}
          toLabel={toLabel}
          groupBy={groupBy}
        >
          <DataTable
            label={messages.summaryTable(currency)}
            rows={rows.filter((row) => row.currency === currency)}
            toKey={({ key }) => key}
            columns={columns}
          />
        </CurrencySummary>
      ))}
    </>
  );
}

interface CurrencySummaryProps {
  readonly currency: string;
  readonly rows: readonly SummaryRow[];
  readonly toLabel: (row: SummaryRow) => string;
  readonly groupBy: InvoiceSummaryGrouping;
  readonly children: ReactNode;
}

function CurrencySummary({ currency, rows, toLabel, groupBy, children }: CurrencySummaryProps) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const navigate = useNavigate();
  const { from, to } = route.useSearch();
  const labels = rows.map(toLabel);
  const number = getNumberFormat(locale, { notation: 'compact' });
  return (
    <section className={styles['farAway']}>
      <h3>{currency}</h3>
      <Chart
        label={messages.summaryLabel(currency)}
        kind="bars"
        stepsX={barSteps}
        points={rows.map(({ net, total, count }, index) => {
          const shown = total ?? net;
          return {
            x: index,
            y: Number(shown.amount),
            toText: () => messages.barText(labels[index] ?? '', formatMoney(shown, locale), count ?? 0),
          };
        })}
        formatX={(x) => shorten(labels[x] ?? '')}
        formatY={(y) => number.format(y)}
        onOpen={(index) => {
          const row = rows[index];
          const filter = row && toListFilter(row, groupBy, { from, to });
          if (filter) void navigate(toInvoiceListLink(filter) as Parameters<typeof navigate>[0]);
        }}
      >
        {children}
      </Chart>
    </section>
  );
}

const barSteps = [1, 2, 5, 10, 20, 50, 100];
const maxMarkLength = 14;

function shorten(label: string): string {
  return label.length > maxMarkLength ? `${label.slice(0, maxMarkLength - 1)}…` : label;
}

interface GroupLinkProps extends Pick<SummaryContentProps, 'groupBy'> {
  readonly row: SummaryRow;
  readonly label: string;
  readonly days: Parameters<typeof toListFilter>[2];
}

function GroupLink({ row, label, groupBy, days }: GroupLinkProps) {
  const filter = toListFilter(row, groupBy, days);
  return filter === undefined ? label : <Link {...toInvoiceListLink(filter)}>{label}</Link>;
}

/** The name of a group in the language of the page. */
function useGroupLabel(groupBy: InvoiceSummaryGrouping): (row: SummaryRow) => string {
  const { live: messages } = useMessages();
  const locale = useLocale();
  return ({ group: { status, day, customer, product, sku } }) => {
    if (groupBy === 'STATUS' && status !== null) return messages.statuses[status];
    if (groupBy === 'CUSTOMER') return customer?.displayName ?? messages.unknownCustomer;
    if (groupBy === 'PRODUCT') return product?.name ?? sku ?? messages.noProduct;
    if (day === null) return messages.drafts;
    if (groupBy === 'DAY') return formatDay(day, locale);
    const month = getDateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
    return month.format(new Date(`${day}T00:00:00Z`));
  };
}
