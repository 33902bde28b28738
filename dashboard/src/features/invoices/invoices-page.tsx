import { getRouteApi, Link } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import { InvoiceListTotalsDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { ColumnMenu } from '../../ui/column-menu.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState, NoMatch } from '../../ui/empty-state.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { EmptyPlace, isPlaceEmpty, Pager, withoutPlace } from '../../ui/pager.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { SavedViews } from '../views/saved-views.tsx';
import { ExportButton } from './export-button.tsx';
import { toExportColumns, useInvoiceColumns } from './invoice-columns.tsx';
import { InvoiceFilters, type SearchChange, useFilterTexts } from './invoice-filters.tsx';
import { InvoiceListSums, useCountText } from './invoice-list-sums.tsx';
import {
  filterNames,
  type InvoiceSearch,
  invoiceColumns,
  toInvoiceFilter,
  toInvoiceOrder,
  toShownColumns,
} from './invoice-search.ts';
import styles from './invoices.module.css';
import { invoicesPageSize, toInvoicesQuery } from './invoices-query.ts';

const route = getRouteApi('/invoices');

/** The list of invoices, as its address says. */
export function InvoicesPage() {
  const { invoices: messages } = useMessages();
  const { roles } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const selection = { ids, toggle: (id: string) => setIds((old) => old.symmetricDifference(new Set([id]))) };
  const columns = useInvoiceColumns(selection);
  const shown = toShownColumns(search);
  const filter = toInvoiceFilter(search);
  const order = toInvoiceOrder(search);
  const query = toInvoicesQuery(search);
  const view = useData(query.document, query);
  const totals = useData(InvoiceListTotalsDocument, { variables: { filter }, types: ['Invoice', 'Payment'] });
  const count = useCountText(totals);
  const filterTexts = useFilterTexts(search);

  /** Another filter or order begins at the first page. */
  function change(members: SearchChange): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as InvoiceSearch,
      replace: true,
    });
  }

  function toggleByKey(event: KeyboardEvent): void {
    const { row } = (event.target as HTMLElement).dataset;
    if (event.key !== 'x' || row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    selection.toggle(row);
  }

  const exportColumns = toExportColumns(shown);
  const columnTexts = shown.map((key) => columns[key].header).join(', ');
  const choices = {
    shown: shown.map((key) => columns[key]),
    choices: invoiceColumns
      .filter((key) => key !== 'number')
      .map((key) => ({ key, label: columns[key].header, isShown: shown.includes(key) })),
    toggle: (key: string) =>
      void navigate({
        search: (old) => ({
          ...old,
          columns: invoiceColumns
            .filter((one) => (one === key ? !shown.includes(one) : shown.includes(one)))
            .join(','),
        }),
        replace: true,
      }),
  };

  return (
    <PageLayout
      title={messages.title}
      actions={
        <>
          {mayUse(roles, 'Mutation.createInvoiceExport') && (
            <ExportButton
              label={messages.exportAll}
              hint={messages.exportHint(count, columnTexts)}
              input={{ filter, orderBy: order, columns: exportColumns }}
            />
          )}
          {mayUse(roles, 'Mutation.createInvoice') && (
            <Link to="/invoices/new" className={toButtonClass('primary')}>
              {messages.create}
            </Link>
          )}
        </>
      }
    >
      <InvoiceFilters search={search} onChange={change}>
        <ColumnMenu choice={choices} />
        <SavedViews list="INVOICES" path="/invoices" />
      </InvoiceFilters>
      {ids.size > 0 && (
        <div className={styles['selection']} role="status">
          <span>{messages.selected(ids.size)}</span>
          <ExportButton
            label={messages.exportSelected}
            hint={messages.exportHint(messages.selected(ids.size), columnTexts)}
            input={{ filter: { ids: [...ids] }, orderBy: order, columns: exportColumns }}
          />
          <Button onClick={() => setIds(new Set())}>{messages.unselect}</Button>
        </div>
      )}
      <StateView view={view} select={({ invoices }) => invoices} skeletonRows={invoicesPageSize}>
        {({ edges, pageInfo }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && filterTexts.length > 0) {
            const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, undefined])));
            return <NoMatch filters={filterTexts} onClear={clear} />;
          }
          if (edges.length === 0) {
            return (
              <EmptyState title={messages.emptyTitle}>
                <p>{messages.emptyText}</p>
              </EmptyState>
            );
          }
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: keys go to the links of rows, from which they come here
            <div onKeyDown={toggleByKey}>
              {totals.data?.invoices && <InvoiceListSums totals={totals.data.invoices} />}
              <DataTable
                label={messages.title}
                columns={choices.shown}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
                order={order}
                onOrder={({ field, direction }) => change({ order: field, direction })}
              />
              <Pager pageInfo={pageInfo} count={count} />
            </div>
          );
        }}
      </StateView>
    </PageLayout>
  );
}
