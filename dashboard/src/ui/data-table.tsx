import { type KeyboardEvent, type MouseEvent, memo, type ReactNode, useRef } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './data-table.module.css';

/** An order of rows, as the API names it. */
interface SortOrder {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** `end` for amounts and other numbers, whose digits stand below each other. */
  readonly align?: 'start' | 'end';
  /** The field by which the API orders rows for this column. */
  readonly sortField?: string;
}

export interface DataTableProps<Row> {
  /** The name of the table, for those who do not see what is around it. */
  readonly label: string;
  /** The first holds the link to the row's object. Another list renders all rows again, so a table that changes often keeps it. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly toKey: (row: Row) => string;
  readonly order?: SortOrder | undefined;
  readonly onOrder?: ((order: SortOrder) => void) | undefined;
}

/**
 * A table of rows that are about something: the first cell links to it, so that it can be opened in another tab and copied;
 * arrow keys, Home and End go from row to row.
 */
export function DataTable<Row>({ label, columns, rows, toKey, order, onOrder }: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);

  function goByKey(event: KeyboardEvent): void {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('td:first-child a') ?? [])];
    const at = links.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: links.length - 1,
    };
    const next = links[steps[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls a wide table by the arrow keys
    <section className={styles['scroll']} aria-label={label} tabIndex={0}>
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={goByKey}>
          {rows.map((row) => (
            <BodyRow key={toKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface BodyRowProps<Row> extends Pick<DataTableProps<Row>, 'columns'> {
  readonly row: Row;
}

/** A row, rendered again only if it or the columns change. */
const BodyRow = memo(function BodyRow<Row>({ row, columns }: BodyRowProps<Row>) {
  const { ui } = useMessages();
  return (
    <tr onClick={openRow}>
      {columns.map(({ key, cell, align }) => (
        <td key={key} className={align === 'end' ? styles['end'] : undefined}>
          {cell(row) ?? <span className={styles['none']}>{ui.none}</span>}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: BodyRowProps<Row>) => ReactNode;

interface HeaderCellProps<Row> extends Pick<DataTableProps<Row>, 'order' | 'onOrder'> {
  readonly column: Column<Row>;
}

function HeaderCell<Row>({ column, order, onOrder }: HeaderCellProps<Row>) {
  const { header, sortField, align } = column;
  const className = align === 'end' ? styles['end'] : undefined;
  if (sortField === undefined || onOrder === undefined) {
    return (
      <th scope="col" className={className}>
        {header}
      </th>
    );
  }
  const direction = order?.field === sortField ? order.direction : undefined;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={direction && (direction === 'ASC' ? 'ascending' : 'descending')}
    >
      <button
        type="button"
        className={styles['sort']}
        onClick={() => onOrder({ field: sortField, direction: direction === 'ASC' ? 'DESC' : 'ASC' })}
      >
        {header}{' '}
        <span aria-hidden="true">{direction === undefined ? '↕' : direction === 'ASC' ? '↑' : '↓'}</span>
      </button>
    </th>
  );
}

/** Opens what a row is about when it is clicked, but not when text is selected in it or something else in it is clicked. */
function openRow({
  target,
  currentTarget,
  ctrlKey,
  metaKey,
  shiftKey,
}: MouseEvent<HTMLTableRowElement>): void {
  const isOther = (target as Element).closest('a, button, input, label, select') !== null;
  if (isOther || ctrlKey || metaKey || shiftKey || getSelection()?.isCollapsed === false) return;
  currentTarget.querySelector('a')?.click();
}
