import { formatMinor } from '#schema/money.ts';
import { type CurrencyFigures, toNetMinor } from '../figures/currency-figures.ts';
import type { CurrencySum } from '../figures/invoice-sum.ts';
import type { OriginSum } from '../figures/live-totals/series.ts';
import type { Snapshot, WindowSummary } from './snapshot.ts';

/** A snapshot as text for people. */
export function formatSnapshot(snapshot: Snapshot): string {
  const { positions } = snapshot;
  const sum = (name: 'counted' | 'imported' | 'settled' | 'repeated' | 'dead' | 'late' | 'ahead') =>
    positions.reduce((total, { progress }) => total + progress[name], 0);
  const offsets = positions.map(({ partition, nextOffset }) => `${partition}:${nextOffset}`).join(' ');
  const lines = [
    `Statistics at ${toTime(snapshot.takenAtMs)}`,
    `Position in the log (partition:next offset): ${offsets || 'before the first invoice'}`,
    `Records: ${sum('counted')} counted, ${sum('imported')} of imports, ${sum('settled')} of payments, credit notes and voided invoices, ${sum('repeated')} repeats, ${sum('dead')} dead letters; ` +
      `in no window: ${sum('late')} late, ${sum('ahead')} of the future`,
    '',
    'All time',
    ...toOriginLines(snapshot.totals),
    'All time, after credit notes and voided invoices, and what was paid; without simulated invoices',
    ...toNetLines(snapshot.figures),
    'Last 5 seconds by the clock',
    ...toOriginLines(snapshot.sliding),
    ...toWindowLines('Latest window', snapshot.latestWindow),
    ...toWindowLines('Last closed window', snapshot.closedWindow),
    'Top customers, without simulated invoices',
    ...toLines(snapshot.topCustomers.map((row) => ({ ...row, label: row.customerName }))),
  ];
  return `${lines.join('\n')}\n`;
}

function toNetLines(figures: readonly CurrencyFigures[]): string[] {
  if (figures.length === 0) return ['  nothing'];
  return figures.flatMap((ofCurrency) => {
    const { currency, credited, voided, paid } = ofCurrency;
    const toAmount = (minor: bigint) => `${formatMinor(minor, currency)} ${currency}`;
    const counts = `${credited.count} credited, ${voided.count} voided`;
    const toLine = (minor: bigint, label: string) => `  ${toAmount(minor).padStart(24)}  ${label}`;
    return [
      toLine(toNetMinor(ofCurrency), `net: ${counts}`),
      toLine(paid.amountMinor, `paid: ${paid.count} ${paid.count === 1 ? 'payment' : 'payments'}`),
    ];
  });
}

function toWindowLines(title: string, window: WindowSummary | null): string[] {
  if (window === null) return [title, '  none yet'];
  return [`${title}, ${toTime(window.startMs)} to ${toTime(window.endMs)}`, ...toOriginLines(window.figures)];
}

/** Invoices that billing issued need no word. */
function toOriginLines(rows: readonly OriginSum[]): string[] {
  return toLines(
    rows.map((row) => ({ ...row, label: row.origin === 'ISSUED' ? '' : row.origin.toLowerCase() })),
  );
}

function toLines(rows: readonly (CurrencySum & { label?: string })[]): string[] {
  if (rows.length === 0) return ['  nothing'];
  return rows.map(({ amountMinor, currency, count, label = '' }) => {
    const amount = `${formatMinor(amountMinor, currency)} ${currency}`;
    const invoices = `${count} ${count === 1 ? 'invoice' : 'invoices'}`;
    return `  ${amount.padStart(24)}  ${invoices.padEnd(18)}  ${label}`.trimEnd();
  });
}

function toTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
