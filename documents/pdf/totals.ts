import type { DocumentLevelAdjustment } from '../model/amounts.ts';
import type { TextStyle } from './canvas.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';
import { drawVatTable, measureVatTable } from './vat-table.ts';

const sumsWidth = contentWidth * 0.5;
const sumsLeft = left + contentWidth - sumsWidth;
const labelBox = { x: sumsLeft, width: sumsWidth * 0.6 };
const amountBox = { x: sumsLeft + sumsWidth * 0.6, width: sumsWidth * 0.4, align: 'right' } as const;
const rowGap = 2.5;
/** Tables that are higher are divided over pages. */
const maxKeptHeight = 400;

/** A sum of the document; the last ones stand out. */
interface SumRow {
  readonly label: string;
  readonly amount: string;
  readonly isStrong?: boolean;
}

/** Draws VAT by rate and, at its right, the sums of the document; where they do not fit on one page, one below the other. */
export function drawTotals(flow: Flow): void {
  flow.y += 8;
  const height = Math.max(measureSums(flow), measureVatTable(flow));
  if (height <= maxKeptHeight) {
    flow.reserve(height);
    const start = flow.y;
    drawVatTable(flow);
    const end = flow.y;
    flow.y = start;
    drawSums(flow);
    flow.y = Math.max(flow.y, end);
  } else {
    drawSums(flow);
    flow.y += 14;
    drawVatTable(flow);
  }
  flow.y += 20;
}

function drawSums(flow: Flow): void {
  const { canvas } = flow;
  const rows = listSums(flow);
  for (const [index, row] of rows.entries()) {
    flow.reserve(measureSum(flow, row));
    const style = toStyle(row);
    const y = flow.y + rowGap;
    const ends = [
      canvas.drawText(row.label, { ...labelBox, y }, style),
      canvas.drawText(row.amount, { ...amountBox, y }, style),
    ];
    flow.y = Math.max(...ends) + rowGap;
    if (index < rows.length - 1) canvas.drawRule(flow.y, { x: sumsLeft, width: sumsWidth });
  }
}

function measureSums(flow: Flow): number {
  return listSums(flow).reduce((sum, row) => sum + measureSum(flow, row), 0);
}

function measureSum({ canvas }: Flow, row: SumRow): number {
  const style = toStyle(row);
  const heights = [
    canvas.measureHeight(row.label, labelBox.width, style),
    canvas.measureHeight(row.amount, amountBox.width, style),
  ];
  return Math.max(...heights) + 2 * rowGap;
}

function toStyle({ isStrong = false }: SumRow): TextStyle {
  return isStrong ? styles.strong : styles.text;
}

function listSums(flow: Flow): SumRow[] {
  const { invoice, words, format, isCreditNote } = flow;
  const { totals, adjustments = [], accountingTax } = invoice;
  const rows: SumRow[] = [];
  if (adjustments.length > 0) rows.push({ label: words.lineSum, amount: format.amount(totals.lineMinor) });
  for (const [label, amountMinor] of sumByLabel(flow, adjustments))
    rows.push({ label, amount: format.amount(amountMinor) });
  rows.push({ label: words.net, amount: format.amount(totals.netMinor) });
  rows.push({ label: words.tax, amount: format.amount(totals.taxMinor) });
  if (accountingTax !== undefined)
    rows.push({
      label: words.taxIn(accountingTax.currency),
      amount: format.inCurrency(accountingTax.currency).amount(accountingTax.taxMinor),
    });
  const total = isCreditNote ? words.creditTotal : words.total;
  rows.push({ label: total, amount: format.amount(totals.grossMinor), isStrong: true });
  if (totals.paidMinor !== 0n) rows.push({ label: words.paid, amount: format.amount(-totals.paidMinor) });
  if (totals.roundingMinor !== 0n)
    rows.push({ label: words.rounding, amount: format.amount(totals.roundingMinor) });
  if (!isCreditNote && totals.dueMinor !== totals.grossMinor)
    rows.push({ label: words.amountDue, amount: format.amount(totals.dueMinor), isStrong: true });
  return rows;
}

/** The model has an allowance once for each rate of VAT; people read its sum. */
function sumByLabel(
  { words, format }: Flow,
  adjustments: readonly DocumentLevelAdjustment[],
): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { isCharge, reason, percentMilli, amountMinor } of adjustments) {
    const percent = percentMilli === undefined ? '' : ` (${format.rate(percentMilli)})`;
    const label = `${reason ?? (isCharge ? words.charge : words.allowance)}${percent}`;
    sums.set(label, (sums.get(label) ?? 0n) + (isCharge ? amountMinor : -amountMinor));
  }
  return sums;
}
