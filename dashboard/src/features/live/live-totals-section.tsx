import { memo, useMemo } from 'react';
import type { LiveFiguresFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import styles from './live.module.css';

type CurrencyFigures = LiveFiguresFragment['allTime'][number];

/** The totals of all time and of the last five seconds, each currency by itself. */
export const LiveTotalsSection = memo(function LiveTotalsSection({
  figures,
}: {
  readonly figures: LiveFiguresFragment;
}) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const rate = formatFigure(figures.invoicesPerSecond, locale, 1);
  return (
    <div className={styles['sameColumns']}>
      <section className={styles['part']}>
        <h2>{messages.lastSeconds(rate)}</h2>
        <FiguresTable
          label={messages.lastSecondsTable}
          rows={toEveryCurrency(figures)}
          none={messages.nothingNow}
        />
      </section>
      <section className={styles['part']}>
        <h2>{messages.allTime}</h2>
        <FiguresTable label={messages.allTime} rows={figures.allTime} none={messages.nothingYet} />
      </section>
    </div>
  );
});

interface FiguresTableProps {
  readonly label: string;
  readonly rows: readonly CurrencyFigures[];
  readonly none: string;
}

function FiguresTable({ label, rows, none }: FiguresTableProps) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const columns = useMemo((): readonly Column<CurrencyFigures>[] => {
    const amount = (
      key: 'total' | 'creditedTotal' | 'voidedTotal' | 'netTotal' | 'paidTotal',
    ): Column<CurrencyFigures> => ({
      key,
      header: messages.columns[key],
      align: 'end',
      cell: (row) => <MoneyText money={row[key]} />,
    });
    return [
      { key: 'currency', header: messages.columns.currency, cell: ({ total }) => total.currency },
      {
        key: 'count',
        header: messages.columns.count,
        align: 'end',
        cell: ({ count }) => formatFigure(count, locale),
      },
      amount('total'),
      amount('creditedTotal'),
      amount('voidedTotal'),
      amount('netTotal'),
      amount('paidTotal'),
    ];
  }, [messages, locale]);
  if (rows.length === 0) return <p>{none}</p>;
  return <DataTable label={label} rows={rows} toKey={({ total }) => total.currency} columns={columns} />;
}

/** A row for each currency in use, also while nothing comes in it, so that no row comes and goes. */
function toEveryCurrency({ allTime, lastFiveSeconds }: LiveFiguresFragment): readonly CurrencyFigures[] {
  return allTime.map(
    (ever) => lastFiveSeconds.find(({ total }) => total.currency === ever.total.currency) ?? toNothing(ever),
  );
}

/** Kept with the figures of all time that they are for, so that a row of nothing stays the same row. */
const nothings = new WeakMap<CurrencyFigures, CurrencyFigures>();

function toNothing(ever: CurrencyFigures): CurrencyFigures {
  const nothing = nothings.get(ever) ?? createNothing(ever);
  nothings.set(ever, nothing);
  return nothing;
}

function createNothing(ever: CurrencyFigures): CurrencyFigures {
  const [, decimals] = ever.total.amount.split('.');
  const amount = decimals === undefined ? '0' : `0.${'0'.repeat(decimals.length)}`;
  const none = { ...ever.total, amount };
  return {
    ...ever,
    count: 0,
    creditedCount: 0,
    voidedCount: 0,
    paymentCount: 0,
    total: none,
    creditedTotal: none,
    voidedTotal: none,
    netTotal: none,
    paidTotal: none,
  };
}
