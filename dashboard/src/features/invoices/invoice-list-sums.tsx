import type { QueryView } from '../../api/use-data.ts';
import type { InvoiceListTotalsQuery } from '../../generated/graphql.ts';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import styles from './invoices.module.css';

type Totals = NonNullable<InvoiceListTotalsQuery['invoices']>;

/** The number of matching documents in words; one that is not exact says so. */
export function useCountText(view: QueryView<InvoiceListTotalsQuery>): string {
  const { invoices: messages } = useMessages();
  const format = getNumberFormat(useLocale());
  const totals = view.data?.invoices;
  if (!totals) return messages.counting;
  const { totalCount, isTotalCountExact } = totals;
  const text = format.format(totalCount);
  return isTotalCountExact ? messages.count(totalCount, text) : messages.moreThan(text);
}

/** The sums of all that match, for each currency by itself, or why there are none. */
export function InvoiceListSums({ totals }: { readonly totals: Totals }) {
  const { invoices: messages } = useMessages();
  const format = getNumberFormat(useLocale());
  const { sumColumns: headers } = messages;
  if (totals.sums === null) return <p className={styles['quiet']}>{messages.noSums}</p>;
  if (totals.sums.length === 0) return null;
  return (
    <details className={styles['sums']}>
      <summary>{messages.sums}</summary>
      <DataTable
        label={messages.sums}
        rows={totals.sums}
        toKey={({ currency }) => currency}
        columns={[
          { key: 'currency', header: headers.currency, cell: ({ currency }) => currency },
          { key: 'count', header: headers.count, align: 'end', cell: ({ count }) => format.format(count) },
          {
            key: 'total',
            header: headers.total,
            align: 'end',
            cell: ({ total }) => <MoneyText money={total} />,
          },
          {
            key: 'balance',
            header: headers.balance,
            align: 'end',
            cell: ({ balance }) => <MoneyText money={balance} />,
          },
        ]}
      />
    </details>
  );
}
