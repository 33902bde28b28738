import { Link } from '@tanstack/react-router';
import type { InvoiceExportColumn, InvoiceOrderField, InvoiceRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { DayText, InstantText } from '../../ui/date-text.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import type { InvoiceColumn } from './invoice-search.ts';
import { InvoiceStatusBadge } from './invoice-status.tsx';
import styles from './invoices.module.css';

/** The rows that are selected, by their ids. */
export interface RowSelection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

/** The columns of a file that stand for a column of the list. */
const exported: Readonly<Record<InvoiceColumn, readonly InvoiceExportColumn[]>> = {
  number: ['NUMBER'],
  status: ['STATUS'],
  kind: ['KIND'],
  origin: ['ORIGIN'],
  customer: ['CUSTOMER'],
  issueDate: ['ISSUE_DATE'],
  dueDate: ['DUE_DATE'],
  reference: ['EXTERNAL_REFERENCE'],
  currency: ['CURRENCY'],
  net: ['CURRENCY', 'NET_TOTAL'],
  total: ['CURRENCY', 'TOTAL'],
  balance: ['CURRENCY', 'BALANCE'],
  updatedAt: [],
};

/** The columns of a file with what these columns of the list show: no amount without its currency. */
export function toExportColumns(columns: readonly InvoiceColumn[]): InvoiceExportColumn[] {
  return [...new Set(columns.flatMap((column) => exported[column]))];
}

/** All columns of the list, by their keys. */
export function useInvoiceColumns(
  selection: RowSelection,
): Readonly<Record<InvoiceColumn, Column<InvoiceRowFragment>>> {
  const { invoices: messages } = useMessages();
  const { fields } = messages;
  const by = (sortField: InvoiceOrderField) => ({ sortField });
  return {
    number: {
      key: 'number',
      header: fields.number,
      ...by('NUMBER'),
      cell: ({ id, number }) => (
        <span className={styles['numberCell']}>
          <input
            type="checkbox"
            aria-label={messages.select(number ?? messages.draft)}
            checked={selection.ids.has(id)}
            onChange={() => selection.toggle(id)}
          />
          <Link to="/invoices/$id" params={{ id }} data-row={id}>
            {number ?? messages.draft}
          </Link>
        </span>
      ),
    },
    status: {
      key: 'status',
      header: fields.status,
      cell: ({ derivedStatus, kind }) => <InvoiceStatusBadge status={derivedStatus} kind={kind} />,
    },
    kind: { key: 'kind', header: fields.kind, cell: ({ kind }) => messages.kinds[kind] },
    origin: { key: 'origin', header: fields.origin, cell: ({ origin }) => messages.origins[origin] },
    customer: {
      key: 'customer',
      header: fields.customer,
      cell: ({ customer, customerSnapshot }) => {
        const name = customerSnapshot?.displayName ?? customer?.displayName;
        if (customer === null || name === undefined) return name;
        return (
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {name}
          </Link>
        );
      },
    },
    issueDate: {
      key: 'issueDate',
      header: fields.issueDate,
      ...by('ISSUE_DATE'),
      cell: ({ issueDate }) => issueDate && <DayText day={issueDate} />,
    },
    dueDate: {
      key: 'dueDate',
      header: fields.dueDate,
      ...by('DUE_DATE'),
      cell: ({ dueDate }) => dueDate && <DayText day={dueDate} />,
    },
    reference: {
      key: 'reference',
      header: fields.reference,
      cell: ({ externalReference }) => externalReference,
    },
    currency: { key: 'currency', header: fields.currency, cell: ({ currency }) => currency },
    net: {
      key: 'net',
      header: fields.net,
      align: 'end',
      cell: ({ netTotal }) => <MoneyText money={netTotal} />,
    },
    total: {
      key: 'total',
      header: fields.total,
      align: 'end',
      ...by('TOTAL'),
      cell: ({ total }) => <MoneyText money={total} />,
    },
    balance: {
      key: 'balance',
      header: fields.balance,
      align: 'end',
      cell: ({ balance }) => <MoneyText money={balance} />,
    },
    updatedAt: {
      key: 'updatedAt',
      header: fields.updatedAt,
      ...by('UPDATED_AT'),
      cell: ({ updatedAt }) => <InstantText instant={updatedAt} />,
    },
  };
}
