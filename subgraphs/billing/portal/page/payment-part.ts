import type { EInvoice } from '#documents/model/e-invoice.ts';
import { toEpcText, toModules } from '#documents/pdf/epc-code.ts';
import type { FigureFormat } from '#documents/pdf/figure-format.ts';
import type { Words } from '#documents/pdf/words.ts';
import { html, type Markup, raw } from '#platform/text/html.ts';
import { join } from './page-document.ts';
import type { PortalWords } from './portal-words.ts';

/** The light margin of a QR code in modules (ISO/IEC 18004). */
const quietModules = 4;

/** Says how what is left is paid, with the code for apps of banks; nothing if no account is known. */
export function createPaymentPart(
  document: EInvoice,
  balanceMinor: bigint,
  { words, own, format }: { readonly words: Words; readonly own: PortalWords; readonly format: FigureFormat },
): Markup {
  const { payment, totals } = document;
  const account = payment?.accounts?.[0];
  if (account === undefined || balanceMinor <= 0n) return html``;
  const rows: [string, string | undefined][] = [
    [words.accountHolder, account.name],
    ['IBAN', toGroups(account.iban)],
    ['BIC', account.bic],
    [words.remittance, payment?.remittance],
  ];
  const parts = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [html`<dt>${name}</dt><dd>${value}</dd>`],
  );
  // The amount that is left to pay, which may be less than the total of the document.
  const epc = toEpcText({ ...document, totals: { ...totals, dueMinor: balanceMinor } });
  const code =
    epc === undefined
      ? html``
      : html`<figure>${toQrCode(epc, own.codeOf(format.amount(balanceMinor)))}<figcaption>${words.scanToPay}</figcaption></figure>`;
  return html`<section><h2>${own.howToPay}</h2><div class="pay"><dl>${join(parts)}</dl>${code}</div></section>`;
}

/** An IBAN as it is printed: groups of four (ISO 13616). */
function toGroups(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Draws a text as a QR code, black on white whatever the page's colours: cameras want the contrast. */
function toQrCode(text: string, label: string): Markup {
  const modules = toModules(text);
  const size = modules.length + 2 * quietModules;
  const path = modules.flatMap((row, y) =>
    toRuns(row).map(([x, width]) => `M${x + quietModules} ${y + quietModules}h${width}v1h-${width}z`),
  );
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${String(size)} ${String(size)}" shape-rendering="crispEdges"><path fill="#ffffff" d="M0 0h${String(size)}v${String(size)}h-${String(size)}z"/><path fill="#000000" d="${raw(path.join(''))}"/></svg>`;
}

/** Finds where dark modules that follow each other begin, and how many they are. */
function toRuns(row: readonly boolean[]): [x: number, width: number][] {
  const runs: [x: number, width: number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (isDark && last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else if (isDark) runs.push([x, 1]);
  }
  return runs;
}
