import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentLine } from '#documents/model/line.ts';
import type { FigureFormat } from '#documents/pdf/figure-format.ts';
import type { Words } from '#documents/pdf/words.ts';
import { unitAttributeName } from '#documents/units/find-unit-code.ts';
import { html, type Markup } from '#platform/text/html.ts';
import type { ShownInvoice } from '../load-shown-invoice.ts';
import { join } from './page-document.ts';
import type { PortalWords } from './portal-words.ts';

/** Of more lines, the first ones are shown; the PDF has all. */
export const maxShownLines = 100;

/** The words and the form of figures of a page. */
export interface PageTerms {
  readonly words: Words;
  readonly own: PortalWords;
  readonly format: FigureFormat;
}

/** Lists the lines of the document. */
export function createLinesPart({ lines }: EInvoice, { words, own, format }: PageTerms): Markup {
  const rows = lines.slice(0, maxShownLines).map((line) => {
    const { item, netMinor } = line;
    return html`<tr><th scope="row">${item.name}<small>${toQuantityAndPrice(line, format)}</small></th><td>${format.amount(netMinor)}</td></tr>`;
  });
  const others = lines.length - maxShownLines;
  const more = others > 0 ? html`<p>${own.furtherLines(String(others))}</p>` : html``;
  return html`<section><h2>${own.lines}</h2><table><thead><tr><th scope="col">${words.description}</th><th scope="col" class="figure">${words.amount}</th></tr></thead><tbody>${join(rows)}</tbody></table>${more}</section>`;
}

function toQuantityAndPrice(line: DocumentLine, format: FigureFormat): string {
  const unitName = line.item.attributes?.find(({ name }) => name === unitAttributeName)?.value;
  return `${format.quantity(line.quantityE4, line.unitCode, unitName)} × ${format.price(line.priceMicro)}`;
}

/** Adds up from the lines to what is left to pay. */
export function createSumsPart(shown: ShownInvoice, { words, own, format }: PageTerms): Markup {
  const { document } = shown;
  const { totals, vatBreakdown } = document;
  const isCreditNote = document.typeCode === '381';
  const row = (label: string, amountMinor: bigint, isTotal = false) =>
    html`<tr class="${isTotal ? 'total' : 'part'}"><th scope="row">${label}</th><td>${format.amount(amountMinor)}</td></tr>`;
  const rows = [
    ...(totals.allowanceMinor === 0n ? [] : [row(words.allowance, -totals.allowanceMinor)]),
    ...(totals.chargeMinor === 0n ? [] : [row(words.charge, totals.chargeMinor)]),
    row(words.net, totals.netMinor),
    ...vatBreakdown.map(({ category, rateMilli, baseMinor, taxMinor }) => {
      const rate = category === 'S' ? format.rate(rateMilli) : words.categories[category];
      return row(own.vatOf(rate, format.amount(baseMinor)), taxMinor);
    }),
    row(isCreditNote ? words.creditTotal : words.total, totals.grossMinor, true),
    ...(isCreditNote
      ? []
      : listSettlement(shown, { words, own, format }).map(([label, amount]) => row(label, amount))),
    ...(isCreditNote || shown.status === 'VOID' ? [] : [row(own.balance, shown.balanceMinor, true)]),
  ];
  return html`<section><h2>${own.figures}</h2><table><tbody>${join(rows)}</tbody></table></section>`;
}

/** The amounts that were paid, refunded and credited; where some of it is not listed, its sum. */
function listSettlement(
  { payments, creditNotes, paidMinor, creditedMinor }: ShownInvoice,
  { own, format }: PageTerms,
): [string, bigint][] {
  const rows: [string, bigint][] = [
    ...payments.map(({ amountMinor, paidOn }): [string, bigint] => {
      const day = format.day(paidOn);
      return [amountMinor < 0n ? own.refundedOn(day) : own.paidOn(day), -amountMinor];
    }),
    ...creditNotes.map(({ number, issueDate, totalMinor }): [string, bigint] => [
      own.creditNoteOf(number ?? '', issueDate === null ? '' : format.day(issueDate)),
      totalMinor,
    ]),
  ];
  const listed = rows.reduce((sum, [, amountMinor]) => sum + amountMinor, 0n);
  const others = -paidMinor - creditedMinor - listed;
  return others === 0n ? rows : [...rows, [own.furtherEntries, others]];
}
