import type { DocumentLine } from '../model/line.ts';
import { unitAttributeName } from '../units/find-unit-code.ts';
import type { TextStyle } from './canvas.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';
import type { BrokenLine } from './text/break-text.ts';

interface Column {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** The columns from left to right, by their parts of the width. */
const columns = createColumns({ description: 0.46, quantity: 0.15, price: 0.15, vat: 0.08, amount: 0.16 });
const columnGap = 6;
const rowPadding = 4;
const headHeight = 20;
const carryHeight = 18;

type ColumnName = 'description' | 'quantity' | 'price' | 'vat' | 'amount';

function createColumns(parts: Readonly<Record<ColumnName, number>>): Readonly<Record<ColumnName, Column>> {
  let x = left;
  const entries = Object.entries(parts).map(([name, part]) => {
    const width = part * contentWidth;
    const column: Column = { x, width, align: name === 'description' ? 'left' : 'right' };
    x += width;
    return [name, column] as const;
  });
  return Object.fromEntries(entries) as Record<ColumnName, Column>;
}

/** A line as it is printed: broken texts, and the figures at its right. */
interface Row {
  readonly texts: readonly { readonly line: BrokenLine; readonly style: TextStyle }[];
  readonly figures: Readonly<Record<Exclude<ColumnName, 'description'>, string>>;
}

/**
 * Draws the lines of the document on as many pages as they need. Each page repeats the head of the table, and says at its
 * end what is carried forward to the next one.
 */
export function drawLinesTable(flow: Flow): void {
  drawTableHead(flow);
  let sumMinor = 0n;
  for (const [index, line] of flow.invoice.lines.entries()) {
    const row = toRow(flow, line);
    const isLast = index === flow.invoice.lines.length - 1;
    if (flow.room < measureRow(flow, row) + (isLast ? 0 : carryHeight)) turnPage(flow, sumMinor, index > 0);
    drawRow(flow, row, () => turnPage(flow, sumMinor, index > 0));
    sumMinor += line.netMinor;
  }
}

function turnPage(flow: Flow, sumMinor: bigint, hasLines: boolean): void {
  if (hasLines) drawCarry(flow, flow.words.carriedForward, sumMinor);
  flow.addPage();
  drawTableHead(flow);
  if (hasLines) drawCarry(flow, flow.words.broughtForward, sumMinor);
}

function drawTableHead(flow: Flow): void {
  const { canvas, words } = flow;
  flow.reserve(headHeight * 3);
  const names: Readonly<Record<ColumnName, string>> = {
    description: words.description,
    quantity: words.quantity,
    price: words.unitPrice,
    vat: words.vat,
    amount: words.amount,
  };
  for (const name of Object.keys(columns) as ColumnName[])
    canvas.drawText(names[name], { ...toCell(name), y: flow.y }, styles.label);
  flow.y += headHeight - 4;
  canvas.drawRule(flow.y, { x: left, width: contentWidth, color: flow.accent, thickness: 0.8 });
  flow.y += 1;
}

function drawCarry(flow: Flow, label: string, amountMinor: bigint): void {
  const { canvas, format } = flow;
  const y = flow.y + rowPadding;
  canvas.drawText(label, { ...toCell('description'), y }, styles.label);
  canvas.drawText(format.amount(amountMinor), { ...toCell('amount'), y }, styles.label);
  flow.y += carryHeight;
  canvas.drawRule(flow.y, { x: left, width: contentWidth });
}

function toCell(name: ColumnName): Column {
  const { x, width, align } = columns[name];
  return name === 'description'
    ? { x, width: width - columnGap, align }
    : { x: x + columnGap, width: width - columnGap, align };
}

function toRow(flow: Flow, line: DocumentLine): Row {
  const { canvas, format } = flow;
  const { width } = toCell('description');
  const texts = listTexts(flow, line).flatMap(({ text, style }) =>
    canvas.breakLines(text, width, style).map((broken) => ({ line: broken, style })),
  );
  const unitName = line.item.attributes?.find(({ name }) => name === unitAttributeName)?.value;
  return {
    texts,
    figures: {
      quantity: format.quantity(line.quantityE4, line.unitCode, unitName),
      price: format.price(line.priceMicro),
      vat: line.vat.category === 'S' ? format.rate(line.vat.rateMilli) : line.vat.category,
      amount: format.amount(line.netMinor),
    },
  };
}

/** The name of the item, and below it what belongs to it. */
function listTexts(
  { words, format }: Flow,
  { item, note, period, adjustments = [] }: DocumentLine,
): { readonly text: string; readonly style: TextStyle }[] {
  const days =
    period?.start !== undefined && period.end !== undefined
      ? words.period(format.day(period.start), format.day(period.end))
      : undefined;
  const attributes = (item.attributes ?? []).filter(({ name }) => name !== unitAttributeName);
  const details = [
    item.description,
    item.sellerId,
    ...attributes.map(({ name, value }) => words.labelled(name, value)),
    days,
    note,
    ...adjustments.map(({ isCharge, reason, percentMilli, amountMinor }) => {
      const name = reason ?? (isCharge ? words.charge : words.allowance);
      const percent = percentMilli === undefined ? '' : ` (${format.rate(percentMilli)})`;
      return words.labelled(`${name}${percent}`, format.amount(isCharge ? amountMinor : -amountMinor));
    }),
  ];
  return [
    { text: item.name, style: styles.text },
    ...details
      .filter((text): text is string => text !== undefined && text !== '')
      .map((text) => ({ text, style: styles.small })),
  ];
}

function measureRow({ canvas }: Flow, { texts, figures }: Row): number {
  const textHeight = texts.reduce((sum, { style }) => sum + canvas.lineHeight(style), 0);
  const figureHeights = (Object.entries(figures) as [ColumnName, string][]).map(([name, text]) =>
    canvas.measureHeight(text, toCell(name).width, styles.text),
  );
  return Math.max(textHeight, ...figureHeights) + 2 * rowPadding;
}

/** Draws a row; one that is higher than a page goes on at the next one. */
function drawRow(flow: Flow, { texts, figures }: Row, turn: () => void): void {
  const { canvas } = flow;
  const y = flow.y + rowPadding;
  let isTurned = false;
  const ends = (Object.entries(figures) as [ColumnName, string][]).map(([name, text]) =>
    canvas.drawText(text, { ...toCell(name), y }, styles.text),
  );
  flow.y = y;
  for (const { line, style } of texts) {
    if (flow.room < canvas.lineHeight(style) + carryHeight) {
      turn();
      isTurned = true;
    }
    flow.y = canvas.drawLine(line, { ...toCell('description'), y: flow.y }, style);
  }
  if (!isTurned) flow.y = Math.max(flow.y, ...ends);
  flow.y += rowPadding;
  canvas.drawRule(flow.y, { x: left, width: contentWidth });
}
