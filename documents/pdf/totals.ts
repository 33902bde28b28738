import type { VatBreakdown } from '../model/amounts.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';

const sumsWidth = contentWidth * 0.5;
const sumsLeft = left + contentWidth - sumsWidth;
const rowGap = 2.5;

/** A sum of the document; the last ones stand out. */
interface SumRow {
  readonly label: string;
  readonly amount: string;
  readonly isStrong?: boolean;
}

/** Draws the sums of the document, which stay together on one page. */
export function drawTotals(flow: Flow): void {
  const { canvas } = flow;
  const rows = listSums(flow);
  const rowHeight = canvas.lineHeight(styles.text) + 2 * rowGap;
  // Reasons of allowances may take several lines; those of a document with hundreds of them do not fit on one page.
  flow.reserve(Math.min(rows.length * rowHeight + 16, 400));
  flow.y += 8;
  for (const [index, { label, amount, isStrong = false }] of rows.entries()) {
    flow.reserve(rowHeight);
    const style = isStrong ? styles.strong : styles.text;
    const y = flow.y + rowGap;
    const end = canvas.drawText(label, { x: sumsLeft, y, width: sumsWidth * 0.6 }, style);
    const box = { x: sumsLeft + sumsWidth * 0.6, y, width: sumsWidth * 0.4, align: 'right' } as const;
    flow.y = Math.max(end, canvas.drawText(amount, box, style)) + rowGap;
    if (index < rows.length - 1) canvas.drawRule(flow.y, { x: sumsLeft, width: sumsWidth });
  }
  flow.y += 14;
}

function listSums({ invoice, words, format, isCreditNote }: Flow): SumRow[] {
  const { totals, adjustments = [], accountingTax } = invoice;
  const rows: SumRow[] = [];
  if (adjustments.length > 0) rows.push({ label: words.lineSum, amount: format.amount(totals.lineMinor) });
  for (const { isCharge, reason, percentMilli, amountMinor } of adjustments) {
    const percent = percentMilli === undefined ? '' : ` (${format.rate(percentMilli)})`;
    rows.push({
      label: `${reason ?? (isCharge ? words.charge : words.allowance)}${percent}`,
      amount: format.amount(isCharge ? amountMinor : -amountMinor),
    });
  }
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

/** The right edges of the figures of the table of VAT, by their parts of the width. */
const vatColumns = { label: 0.46, base: 0.2, tax: 0.17, total: 0.17 };

/** Draws base and tax of each VAT category and rate, with the reason of those that bear none. */
export function drawVatTable(flow: Flow): void {
  const { canvas, invoice, words, format } = flow;
  const head = [words.vatTable, words.base, words.tax, words.total];
  const rowHeight = canvas.lineHeight(styles.text) + 2 * rowGap;
  flow.reserve(rowHeight * (invoice.vatBreakdown.length + 1) + 10);
  drawVatRow(flow, head, styles.label);
  canvas.drawRule(flow.y, { x: left, width: contentWidth, color: '#1f2430' });
  for (const row of invoice.vatBreakdown) {
    flow.reserve(rowHeight * 2);
    const { baseMinor, taxMinor } = row;
    const sums = [baseMinor, taxMinor, baseMinor + taxMinor].map((minor) => format.amount(minor));
    drawVatRow(flow, [toVatLabel(flow, row), ...sums], styles.text);
    canvas.drawRule(flow.y, { x: left, width: contentWidth });
  }
  flow.y += 16;
}

function drawVatRow(flow: Flow, texts: readonly string[], style: (typeof styles)['text' | 'label']): void {
  const { canvas } = flow;
  const y = flow.y + rowGap;
  let x = left;
  const ends = Object.values(vatColumns).map((part, index) => {
    const width = part * contentWidth;
    const box = {
      x,
      y,
      width: index === 0 ? width - 6 : width,
      align: index === 0 ? 'left' : 'right',
    } as const;
    x += width;
    return canvas.drawText(texts[index] ?? '', box, style);
  });
  flow.y = Math.max(...ends) + rowGap;
}

/** The category, with its code where lines name it, and the rate or the reason why there is no tax. */
function toVatLabel({ words, format }: Flow, { category, rateMilli, exemptionReason }: VatBreakdown): string {
  const name = words.categories[category];
  if (category === 'S') return format.rate(rateMilli);
  // Reasons often begin with the name of the category.
  const text = exemptionReason?.startsWith(name)
    ? exemptionReason
    : [name, exemptionReason].filter(Boolean).join(' – ');
  return `${category}: ${text}`;
}
