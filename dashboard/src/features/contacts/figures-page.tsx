import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useData } from '../../api/use-data.ts';
import { CrmFiguresDocument, type CrmFiguresQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { FilterDay } from '../../ui/filter-fields.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { Chart } from '../live/chart.tsx';
import { type CrmFiguresSearch, crmGroupings } from './contacts-search.ts';
import { useFigureGroup } from './use-figure-group.ts';

const route = getRouteApi('/figures');
const dayMs = 24 * 3_600_000;
const usualDays = 30;

type Summary = NonNullable<CrmFiguresQuery['crmSummary']>;
type RequestFigure = Summary['requests'][number];
type ContactFigure = Summary['contacts'][number];

/** Figures of requests and contacts, in groups; of the last days unless the address says which. */
export function FiguresPage() {
  const { contacts: messages } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { group = 'PERSON' } = search;
  const from = search.from ?? toDay(Date.now() - (usualDays - 1) * dayMs);
  const to = search.to ?? toDay(Date.now());
  const view = useData(CrmFiguresDocument, {
    variables: { from, to, groupBy: group },
    types: ['CustomerRequest', 'CustomerContact'],
  });
  function change(members: Partial<Record<keyof CrmFiguresSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...old, ...members }) as CrmFiguresSearch,
      replace: true,
    });
  }
  return (
    <PageLayout title={messages.figures}>
      <FilterBar
        isFiltered={search.from !== undefined || search.to !== undefined}
        onClear={() => change({ from: undefined, to: undefined })}
      >
        <FilterSelect
          label={messages.groupBy}
          value={group}
          hasAll={false}
          options={crmGroupings.map((value) => ({ value, label: messages.groupings[value] }))}
          onChoose={(value) => change({ group: value })}
        />
        <FilterDay
          label={messages.from}
          value={from}
          onCommit={(day) => change({ from: day || undefined })}
        />
        <FilterDay label={messages.to} value={to} onCommit={(day) => change({ to: day || undefined })} />
      </FilterBar>
      <StateView view={view} select={({ crmSummary }) => crmSummary}>
        {(summary) => (
          <>
            <p>{messages.byClocks(summary.timeZone)}</p>
            <Requests rows={summary.requests} />
            <Contacts rows={summary.contacts} />
          </>
        )}
      </StateView>
    </PageLayout>
  );
}

/** The browser's day of an instant. */
function toDay(instantMs: number): string {
  const offsetMs = new Date(instantMs).getTimezoneOffset() * 60_000;
  return new Date(instantMs - offsetMs).toISOString().slice(0, 10);
}

function Requests({ rows }: { readonly rows: readonly RequestFigure[] }) {
  const { contacts: messages } = useMessages();
  const { columns } = messages;
  const locale = useLocale();
  const toLabel = useFigureGroup();
  const figure = (key: 'opened' | 'closed' | 'overdue'): Column<RequestFigure> => ({
    key,
    header: columns[key],
    align: 'end',
    cell: (row) => formatFigure(row[key], locale),
  });
  return (
    <Figures
      title={messages.requestFigures}
      rows={rows}
      toY={({ closed }) => closed}
      toText={(row) => messages.requestText(toLabel(row), row.opened, row.closed, row.overdue)}
    >
      <DataTable
        label={messages.requestFigures}
        rows={rows}
        toKey={({ group }) => group}
        columns={[
          { key: 'group', header: messages.group, cell: toLabel },
          figure('opened'),
          figure('closed'),
          figure('overdue'),
          {
            key: 'median',
            header: columns.medianHours,
            align: 'end',
            cell: ({ medianSecondsToClose: seconds }) =>
              seconds === null ? null : formatFigure(Math.round(seconds / 360) / 10, locale),
          },
        ]}
      />
    </Figures>
  );
}

function Contacts({ rows }: { readonly rows: readonly ContactFigure[] }) {
  const { contacts: messages } = useMessages();
  const { columns } = messages;
  const locale = useLocale();
  const toLabel = useFigureGroup();
  return (
    <Figures
      title={messages.contactFigures}
      rows={rows}
      toY={({ minutes }) => minutes}
      toText={(row) => messages.contactText(toLabel(row), row.count, row.minutes)}
    >
      <DataTable
        label={messages.contactFigures}
        rows={rows}
        toKey={({ group }) => group}
        columns={[
          { key: 'group', header: messages.group, cell: toLabel },
          {
            key: 'count',
            header: columns.count,
            align: 'end',
            cell: ({ count }) => formatFigure(count, locale),
          },
          {
            key: 'minutes',
            header: columns.minutes,
            align: 'end',
            cell: ({ minutes }) => formatFigure(minutes, locale),
          },
        ]}
      />
    </Figures>
  );
}

interface FiguresProps<Row> {
  readonly title: string;
  readonly rows: readonly Row[];
  /** The height of a row's bar. */
  readonly toY: (row: Row) => number;
  readonly toText: (row: Row) => string;
  /** The same figures as a table. */
  readonly children: ReactNode;
}

const barSteps = [1, 2, 5, 10, 20, 50, 100];

function Figures<Row extends RequestFigure | ContactFigure>({
  title,
  rows,
  toY,
  toText,
  children,
}: FiguresProps<Row>) {
  const { contacts: messages } = useMessages();
  const locale = useLocale();
  const toLabel = useFigureGroup();
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p>{messages.nothing}</p>
      ) : (
        <Chart
          label={title}
          kind="bars"
          stepsX={barSteps}
          points={rows.map((row, index) => ({ x: index, y: toY(row), toText: () => toText(row) }))}
          formatX={(x) => {
            const row = rows[x];
            return row === undefined ? '' : toLabel(row);
          }}
          formatY={(y) => formatFigure(y, locale)}
        >
          {children}
        </Chart>
      )}
    </section>
  );
}
