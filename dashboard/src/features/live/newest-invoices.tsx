import { Link } from '@tanstack/react-router';
import { memo, useMemo } from 'react';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { DayText } from '../../ui/date-text.tsx';
import { formatTimeOfDay } from '../../ui/format-time-of-day.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { toInvoiceLink } from './invoice-links.ts';
import styles from './live.module.css';
import type { NewestInvoice } from './live-store.ts';

/** The newest invoices, each as it was issued. */
export const NewestInvoices = memo(function NewestInvoices({
  invoices,
}: {
  readonly invoices: readonly NewestInvoice[];
}) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const columns = useMemo(
    (): readonly Column<NewestInvoice>[] => [
      {
        key: 'number',
        header: messages.number,
        cell: (invoice) =>
          invoice.isSimulated ? (
            <>
              {invoice.number} <Badge>{messages.simulated}</Badge>
            </>
          ) : (
            <Link {...toInvoiceLink(invoice)}>{invoice.number}</Link>
          ),
      },
      { key: 'customer', header: messages.customer, cell: ({ customerName }) => customerName },
      {
        key: 'issued',
        header: messages.issuedAt,
        cell: ({ issuedAt }) => issuedAt && <IssuedAt instant={issuedAt} locale={locale} />,
      },
      {
        key: 'amount',
        header: messages.amount,
        align: 'end',
        cell: ({ amount }) => <MoneyText money={amount} />,
      },
    ],
    [messages, locale],
  );
  return (
    <section className={`${styles['part']} ${styles['newest']}`}>
      <h2>{messages.newest}</h2>
      {invoices.length === 0 ? (
        <p>{messages.noInvoices}</p>
      ) : (
        <DataTable
          label={messages.newest}
          rows={invoices.slice(0, 10)}
          toKey={({ number }) => number}
          columns={columns}
        />
      )}
    </section>
  );
});

/** The time of day to the second, or the day of one that was issued before. */
function IssuedAt({ instant, locale }: { readonly instant: string; readonly locale: string }) {
  const at = new Date(instant);
  if (at.toDateString() !== new Date().toDateString()) return <DayText day={instant.slice(0, 10)} />;
  return <time dateTime={instant}>{formatTimeOfDay(at.getTime(), locale)}</time>;
}
