import { memo, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatTimeOfDay } from '../../ui/format-time-of-day.ts';
import { formatMoney, MoneyText } from '../../ui/money-text.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Chart, type ChartPoint } from './chart.tsx';
import { FigureTable } from './figure-table.tsx';
import styles from './live.module.css';
import { type LiveSample, maxSamples, sampleEveryMs } from './live-store.ts';
import { runAfterPaint } from './pace-redraws.ts';

const rateKey = 'rate';
const spanMs = maxSamples * sampleEveryMs;
/** As many rows of the table as it shows without being scrolled. */
const seenRows = 15;
/** So many more come with each frame after it has opened: a key or a click between them waits for a few rows alone. */
const rowsAtOnce = 20;
const stepsMs = [30_000, 60_000, 120_000, 300_000];

/** The last minutes: invoices per second, or the amount of five seconds in one currency. */
export const LiveChart = memo(function LiveChart({ samples }: { readonly samples: readonly LiveSample[] }) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const [measure, setMeasure] = useState(rateKey);
  const [openedAtMs] = useState(() => Date.now());
  const currencies = useCurrencies(samples);
  const number = getNumberFormat(locale, { maximumFractionDigits: 1 });
  // Marks stand at quarters, too.
  const mark = getNumberFormat(locale, { maximumFractionDigits: 2 });
  const shown = measure === rateKey || currencies.includes(measure) ? measure : rateKey;
  const points = useMemo(
    () =>
      samples.map((sample): ChartPoint => {
        const { atMs, invoicesPerSecond, totals } = sample;
        const toClock = () => formatTimeOfDay(atMs, locale);
        if (invoicesPerSecond === null)
          return { x: atMs, y: null, toText: () => messages.unknownAt(toClock()) };
        if (shown === rateKey)
          return {
            x: atMs,
            y: invoicesPerSecond,
            toText: () => messages.rateAt(toClock(), number.format(invoicesPerSecond)),
          };
        const amount = totals[shown] ?? '0';
        return {
          x: atMs,
          y: Number(amount),
          toText: () => messages.amountAt(toClock(), formatMoney({ amount, currency: shown }, locale)),
        };
      }),
    [samples, shown, locale, number, messages],
  );
  return (
    <section className={styles['part']}>
      <div className={styles['heading']}>
        <h2>{messages.chartTitle}</h2>
        <SelectField
          label={messages.measure}
          value={shown}
          options={[
            { value: rateKey, label: messages.rate },
            ...currencies.map((currency) => ({ value: currency, label: messages.amountOf(currency) })),
          ]}
          onChange={({ target }) => setMeasure(target.value)}
        />
      </div>
      <Chart
        label={messages.chartLabel}
        kind="line"
        spanX={spanMs}
        firstX={openedAtMs}
        stepsX={stepsMs}
        points={points}
        formatX={(x) => formatTimeOfDay(x, locale)}
        formatY={(y) => mark.format(y)}
      >
        <FigureTable>{() => <SampleTable samples={samples} currencies={currencies} />}</FigureTable>
      </Chart>
    </section>
  );
});

interface SampleTableProps {
  readonly samples: readonly LiveSample[];
  readonly currencies: readonly string[];
}

function SampleTable({ samples, currencies }: SampleTableProps) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  // A second adds one row to as many as 300: the others are not written again, and a key or a click comes first.
  const rows = useDeferredValue(samples).slice(-useGrowingCount());
  const columns = useMemo((): readonly Column<LiveSample>[] => {
    const number = getNumberFormat(locale, { maximumFractionDigits: 1 });
    return [
      { key: 'time', header: messages.time, cell: ({ atMs }) => formatTimeOfDay(atMs, locale) },
      {
        key: 'rate',
        header: messages.rate,
        align: 'end',
        cell: ({ invoicesPerSecond }) =>
          invoicesPerSecond === null ? messages.unknown : number.format(invoicesPerSecond),
      },
      ...currencies.map(
        (currency): Column<LiveSample> => ({
          key: currency,
          header: messages.amountOf(currency),
          align: 'end',
          cell: ({ totals, invoicesPerSecond }) =>
            invoicesPerSecond === null ? null : (
              <MoneyText money={{ amount: totals[currency] ?? '0', currency }} />
            ),
        }),
      ),
    ];
  }, [messages, locale, currencies]);
  return (
    <DataTable
      label={messages.chartTable}
      rows={rows.toReversed()}
      toKey={({ atMs }) => String(atMs)}
      columns={columns}
    />
  );
}

/** The count of rows to show, which grows from those that are seen at once to all. */
function useGrowingCount(): number {
  const [count, setCount] = useState(seenRows);
  useEffect(() => {
    if (count >= maxSamples) return undefined;
    let isLeft = false;
    runAfterPaint(() => {
      if (!isLeft) setCount(count + rowsAtOnce);
    });
    return () => {
      isLeft = true;
    };
  }, [count]);
  return count;
}

/** The currencies of all samples, as the same list for as long as they stay the same. */
function useCurrencies(samples: readonly LiveSample[]): readonly string[] {
  const key = [...new Set(samples.flatMap(({ totals }) => Object.keys(totals)))].toSorted().join(' ');
  return useMemo(() => (key === '' ? [] : key.split(' ')), [key]);
}
