import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { LiveRankFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import styles from './live.module.css';

/** The customers with the largest totals, each currency by itself. */
export const TopCustomers = memo(function TopCustomers({
  ranks,
}: {
  readonly ranks: readonly LiveRankFragment[];
}) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const currencies = [...new Set(ranks.map(({ total }) => total.currency))];
  return (
    <section className={styles['part']}>
      <h2>{messages.topCustomers}</h2>
      {ranks.length === 0 && <p>{messages.nothingYet}</p>}
      {currencies.map((currency) => (
        <DataTable
          key={currency}
          label={messages.topCustomersOf(currency)}
          rows={ranks.filter(({ total }) => total.currency === currency)}
          toKey={({ rank }) => String(rank)}
          columns={[
            {
              key: 'name',
              header: messages.customerIn(currency),
              cell: ({ customer, customerName, rank }) => (
                <>
                  {`${rank}. `}
                  {customer === null ? (
                    customerName
                  ) : (
                    <Link to="/customers/$id" params={{ id: customer.id }}>
                      {customerName}
                    </Link>
                  )}
                </>
              ),
            },
            {
              key: 'count',
              header: messages.columns.count,
              align: 'end',
              cell: ({ count }) => formatFigure(count, locale),
            },
            {
              key: 'total',
              header: messages.columns.total,
              align: 'end',
              cell: ({ total }) => <MoneyText money={total} />,
            },
            {
              key: 'net',
              header: messages.columns.netTotal,
              align: 'end',
              cell: ({ netTotal }) => <MoneyText money={netTotal} />,
            },
            {
              key: 'paid',
              header: messages.columns.paidTotal,
              align: 'end',
              cell: ({ paidTotal }) => <MoneyText money={paidTotal} />,
            },
          ]}
        />
      ))}
    </section>
  );
});
