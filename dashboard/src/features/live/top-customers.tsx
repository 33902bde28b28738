import { Link } from '@tanstack/react-router';
import { memo, useMemo } from 'react';
import type { LiveRankFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
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
  const currencies = [...new Set(ranks.map(({ total }) => total.currency))];
  return (
    <section className={styles['part']}>
      <h2>{messages.topCustomers}</h2>
      {ranks.length === 0 && <p>{messages.nothingYet}</p>}
      {currencies.map((currency) => (
        <RanksTable
          key={currency}
          currency={currency}
          ranks={ranks.filter(({ total }) => total.currency === currency)}
        />
      ))}
    </section>
  );
});

interface RanksTableProps {
  readonly currency: string;
  readonly ranks: readonly LiveRankFragment[];
}

function RanksTable({ currency, ranks }: RanksTableProps) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const columns = useMemo((): readonly Column<LiveRankFragment>[] => {
    const amount = (key: 'total' | 'netTotal' | 'paidTotal'): Column<LiveRankFragment> => ({
      key,
      header: messages.columns[key],
      align: 'end',
      cell: (row) => <MoneyText money={row[key]} />,
    });
    return [
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
      amount('total'),
      amount('netTotal'),
      amount('paidTotal'),
    ];
  }, [messages, locale, currency]);
  return (
    <DataTable
      label={messages.topCustomersOf(currency)}
      rows={ranks}
      toKey={({ rank }) => String(rank)}
      columns={columns}
    />
  );
}
