import type { ReactNode } from 'react';
import { useLocale } from '../messages/language.tsx';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { EmptyState, NoMatch } from './empty-state.tsx';
import { formatFigure } from './format-figure.ts';
import { EmptyPlace, isPlaceEmpty, Pager, type PagerProps } from './pager.tsx';

/** A page of a list as the API gives it. */
interface ConnectionPage<Row> extends Pick<PagerProps, 'pageInfo'> {
  readonly edges: readonly { readonly node: Row }[];
  readonly totalCount: number;
}

export interface PagedTableProps<Row> extends Omit<DataTableProps<Row>, 'rows'> {
  readonly page: ConnectionPage<Row>;
  /** The number of all rows in words. */
  readonly toCount: (count: number, text: string) => string;
  /** The filters that hold, in words. */
  readonly filters: readonly string[];
  readonly onClearFilters: () => void;
  /** Said of a list that has never had anything. */
  readonly empty?: { readonly title: string; readonly text: ReactNode };
}

/** A page of a list in a table, or why there is nothing in it: the place is empty by now, nothing passes the filters, or there is nothing yet. */
export function PagedTable<Row>({
  page: { edges, pageInfo, totalCount },
  toCount,
  filters,
  onClearFilters,
  empty,
  ...table
}: PagedTableProps<Row>) {
  const locale = useLocale();
  if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
  if (edges.length === 0 && (filters.length > 0 || empty === undefined))
    return <NoMatch filters={filters} onClear={onClearFilters} />;
  if (edges.length === 0 && empty !== undefined) {
    return (
      <EmptyState title={empty.title}>
        <p>{empty.text}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable {...table} rows={edges.map(({ node }) => node)} />
      <Pager pageInfo={pageInfo} count={toCount(totalCount, formatFigure(totalCount, locale))} />
    </>
  );
}
