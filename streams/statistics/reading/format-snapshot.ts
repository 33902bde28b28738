import { formatMinor } from '#schema/money.ts';
import type { CurrencySum } from '../figures/invoice-sum.ts';
import type { OriginSum } from '../figures/live-totals/series.ts';
import type { Snapshot, WindowSummary } from './snapshot.ts';

/** A snapshot as text for people. */
export function formatSnapshot(snapshot: Snapshot): string {
  const { positions } = snapshot;
  const sum = (name: 'counted' | 'imported' | 'repeated' | 'dead' | 'late' | 'ahead') =>
    positions.reduce((total, { progress }) => total + progress[name], 0);
  const offsets = positions.map(({ partition, nextOffset }) => `${partition}:${nextOffset}`).join(' ');
  const lines = [
    `Statistics at ${toTime(snapshot.takenAtMs)}`,
    `Position in the log (partition:next offset): ${offsets || 'before the first invoice'}`,
    `Records: ${sum('counted')} counted, ${sum('imported')} of imports, ${sum('repeated')} repeats, ${sum('dead')} dead letters; ` +
      `in no window: ${sum('late')} late, ${sum('ahead')} of the future`,
    '',
    'All time',
    ...toOriginLines(snapshot.totals),
    'Last 5 seconds by the clock',
    ...toOriginLines(snapshot.sliding),
    ...toWindowLines('Latest window', snapshot.latestWindow),
    ...toWindowLines('Last closed window', snapshot.closedWindow),
    'Top customers, without simulated invoices',
    ...toLines(snapshot.topCustomers.map((row) => ({ ...row, label: row.customerName }))),
  ];
  return `${lines.join('\n')}\n`;
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
