import { toEpcText, toModules } from './epc-code.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';

const codeSize = 84;
const labelWidth = 110;

/** Draws when and how to pay, with the code for apps of banks. */
export function drawPayment(flow: Flow): void {
  const { canvas, words } = flow;
  const rows = listPayment(flow);
  const epc = toEpcText(flow.invoice);
  if (rows.length === 0) return;
  const textWidth = contentWidth - (epc === undefined ? 0 : codeSize + 60);
  const valueWidth = textWidth - labelWidth;
  const height = rows.reduce(
    (sum, [, value]) => sum + canvas.measureHeight(value, valueWidth, styles.text),
    20,
  );
  flow.reserve(Math.max(height, epc === undefined ? 0 : codeSize + 26));
  const start = flow.y;
  flow.y = canvas.drawText(words.payment, { x: left, y: start, width: textWidth }, styles.heading) + 4;
  for (const [label, value] of rows) {
    const box = { x: left, y: flow.y, width: labelWidth };
    const end = canvas.drawText(label, box, { ...styles.text, color: styles.label.color });
    flow.y = Math.max(
      end,
      canvas.drawText(value, { ...box, x: left + labelWidth, width: valueWidth }, styles.text),
    );
  }
  if (epc !== undefined) flow.y = Math.max(flow.y, drawCode(flow, epc, start));
  flow.y += 14;
}

function listPayment({ invoice, words, isCreditNote }: Flow): [string, string][] {
  // Nothing is to be paid by whoever gets a credit note.
  if (isCreditNote) return [];
  const { payment, paymentTerms } = invoice;
  const rows: [string, string | undefined][] = [[words.terms, paymentTerms]];
  for (const { name, iban, bic } of payment?.accounts ?? [])
    rows.push([words.accountHolder, name], ['IBAN', toGroups(iban)], ['BIC', bic]);
  rows.push([words.remittance, payment?.remittance]);
  return rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '');
}

/** An IBAN as it is printed: groups of four (ISO 13616). */
function toGroups(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

/** @returns the lower edge */
function drawCode({ canvas, words }: Flow, text: string, y: number): number {
  const modules = toModules(text);
  const size = codeSize / modules.length;
  const x = left + contentWidth - codeSize;
  // A hair wider, so that no light line shows between neighbours.
  for (const [row, line] of modules.entries())
    for (const [column, isDark] of line.entries())
      if (isDark) canvas.document.rect(x + column * size, y + row * size, size + 0.05, size + 0.05);
  canvas.document.fill('#000000');
  const caption = { x: x - 40, y: y + codeSize + 4, width: codeSize + 40, align: 'right' } as const;
  return canvas.drawText(words.scanToPay, caption, styles.small);
}
