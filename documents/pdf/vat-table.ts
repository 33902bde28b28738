import type { VatBreakdown } from '../model/amounts.ts';
import type { TextStyle } from './canvas.ts';
import { ink } from './canvas.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';

const tableWidth = contentWidth * 0.46;
/** The parts of the width that label, base and tax have. */
const columns = [0.42, 0.32, 0.26];
const columnGap = 6;
const rowGap = 2.5;
/** As high as a row of sums, beside which it stands. */
const headStyle: TextStyle = { ...styles.text, color: styles.label.color };

/** A row as it is printed. */
interface VatRow {
  readonly cells: readonly string[];
  /** Below the cells: the reason why there is no tax. */
  readonly reason?: string | undefined;
  readonly style: TextStyle;
}

/** Draws base and tax of each VAT category and rate, with the reason of those that bear none. */
export function drawVatTable(flow: Flow): void {
  const { canvas } = flow;
  for (const [index, row] of listRows(flow).entries()) {
    flow.reserve(measureRow(flow, row));
    drawRow(flow, row);
    const head = index === 0 ? { color: ink } : {};
    canvas.drawRule(flow.y, { x: left, width: tableWidth, ...head });
  }
}

/** The height of the table on one page. */
export function measureVatTable(flow: Flow): number {
  return listRows(flow).reduce((sum, row) => sum + measureRow(flow, row), 0);
}

function listRows({ invoice, words, format }: Flow): VatRow[] {
  const head: VatRow = { cells: [words.vatTable, words.base, words.tax], style: headStyle };
  const rows = invoice.vatBreakdown.map((part): VatRow => {
    const sums = [part.baseMinor, part.taxMinor].map((minor) => format.amount(minor));
    const name = words.categories[part.category];
    const label = part.category === 'S' ? format.rate(part.rateMilli) : words.labelled(part.category, name);
    return { cells: [label, ...sums], reason: findReason(part, name), style: styles.text };
  });
  return [head, ...rows];
}

/** The reason, unless it only repeats the name of the category. */
function findReason({ exemptionReason }: VatBreakdown, name: string): string | undefined {
  return exemptionReason?.toLowerCase() === name.toLowerCase() ? undefined : exemptionReason;
}

function measureRow({ canvas }: Flow, { cells, reason, style }: VatRow): number {
  const heights = cells.map((text, index) => canvas.measureHeight(text, toBox(index).width, style));
  const below = reason === undefined ? 0 : canvas.measureHeight(reason, tableWidth, styles.small);
  return Math.max(...heights) + below + 2 * rowGap;
}

function drawRow(flow: Flow, { cells, reason, style }: VatRow): void {
  const { canvas } = flow;
  const y = flow.y + rowGap;
  flow.y = Math.max(...cells.map((text, index) => canvas.drawText(text, { ...toBox(index), y }, style)));
  if (reason !== undefined)
    flow.y = canvas.drawText(reason, { x: left, y: flow.y, width: tableWidth }, styles.small);
  flow.y += rowGap;
}

function toBox(index: number): { x: number; width: number; align: 'left' | 'right' } {
  const before = columns.slice(0, index).reduce((sum, part) => sum + part, 0);
  const width = (columns[index] ?? 0) * tableWidth;
  return index === 0
    ? { x: left, width: width - columnGap, align: 'left' }
    : { x: left + before * tableWidth, width, align: 'right' };
}
