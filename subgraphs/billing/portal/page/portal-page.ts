import { FigureFormat } from '#documents/pdf/figure-format.ts';
import { type DocumentLanguage, documentWords } from '#documents/pdf/words.ts';
import { html, type Markup } from '#platform/text/html.ts';
import type { ShownInvoice } from '../load-shown-invoice.ts';
import { portalLanguages } from '../portal-language.ts';
import { createLinesPart, createSumsPart, type PageTerms } from './figures-part.ts';
import { toContact } from './message-page.ts';
import { createPageDocument, join } from './page-document.ts';
import { createPaymentPart } from './payment-part.ts';
import { portalWords } from './portal-words.ts';

/** The surroundings of a page. */
export interface PageOptions {
  readonly language: DocumentLanguage;
  /** The path of the page itself, which ends with the token. */
  readonly path: string;
  readonly now: Date;
  readonly timeZone: string;
  readonly expiresAt: Date;
}

const languageNames: Readonly<Record<DocumentLanguage, string>> = { en: 'English', fr: 'Français' };
const locales: Readonly<Record<DocumentLanguage, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** Creates the page by which a customer reads an invoice or a credit note. It needs no script. */
export function createPortalPage(shown: ShownInvoice, options: PageOptions): string {
  const { language } = options;
  const { document, seller } = shown;
  const terms: PageTerms = {
    words: documentWords[language],
    own: portalWords[language],
    format: new FigureFormat(language, document.currency),
  };
  const { words, own } = terms;
  const kind = document.typeCode === '381' ? words.creditNote : words.invoice;
  const title = `${kind} ${document.number}`;
  return createPageDocument(
    { title: `${title} – ${seller.name}`, language },
    html`<header><p>${seller.name}</p>${createLanguages(options, own.languages)}</header>
<main>
<h1>${title}</h1>
${createState(shown, terms)}
${createDocuments(shown, options, terms)}
${createParties(shown, terms)}
${createLinesPart(document, terms)}
${createSumsPart(shown, terms)}
${createPaymentPart(document, shown.balanceMinor, terms)}
<section><h2>${own.questions}</h2><p>${seller.name}</p>${toContact(seller, own)}</section>
</main>
<footer><p>${createFootnote(options, terms)}</p></footer>`,
  );
}

function createLanguages({ language }: PageOptions, label: string): Markup {
  const items = portalLanguages.map((one) =>
    one === language
      ? html`<li><span aria-current="true" lang="${one}">${languageNames[one]}</span></li>`
      : html`<li><a href="?language=${one}" lang="${one}" hreflang="${one}">${languageNames[one]}</a></li>`,
  );
  return html`<nav aria-label="${label}"><ul>${join(items)}</ul></nav>`;
}

/** The status, and the sum that matters now. */
function createState(shown: ShownInvoice, { words, own, format }: PageTerms): Markup {
  const { document, status, balanceMinor, refundableMinor, dueDate } = shown;
  const issued = html`<p class="soft">${own.issued(format.day(document.issueDate))}</p>`;
  if (document.typeCode === '381')
    return html`<p class="sum">${words.credited(format.amount(document.totals.grossMinor))}</p>${issued}`;
  const due = dueDate === null ? (document.paymentTerms ?? '') : own.due(format.day(dueDate));
  const sum =
    status === 'VOID'
      ? own.voided
      : balanceMinor > 0n
        ? words.labelled(own.balance, format.amount(balanceMinor))
        : own.settled;
  return html`<p><span class="status ${status}">${own.statuses[status]}</span></p>
<p class="sum">${sum}</p>
${refundableMinor > 0n ? html`<p>${own.inFavour(format.amount(refundableMinor))}</p>` : html``}
${balanceMinor > 0n ? html`<p>${due}</p>` : html``}${issued}`;
}

function createDocuments(
  { document, creditNotes, hasPdf }: ShownInvoice,
  { path, language }: PageOptions,
  { own }: PageTerms,
): Markup {
  const query = `?language=${language}`;
  const items = [
    ...(hasPdf
      ? [html`<li><a class="button" href="${path}/invoice.pdf${query}">${own.download}</a></li>`]
      : []),
    ...creditNotes.map(
      ({ id, number }) =>
        html`<li><a href="${path}/credit-notes/${id}.pdf${query}">${own.downloadOf(number ?? id)}</a></li>`,
    ),
  ];
  if (items.length === 0) return html``;
  return html`<ul class="documents" aria-label="${own.documents} ${document.number}">${join(items)}</ul>`;
}

function createParties({ document, seller }: ShownInvoice, { words, format }: PageTerms): Markup {
  const { buyer } = document;
  const { line1, line2, postalCode, city, countryCode } = seller.address;
  const from = [
    seller.name,
    line1,
    line2,
    [postalCode, city].filter((part) => part !== undefined).join(' '),
    format.country(countryCode),
    seller.vatId === undefined ? undefined : words.labelled(words.vatId, seller.vatId),
  ];
  const { address } = buyer;
  const to = [
    buyer.name,
    address.line1,
    address.line2,
    address.line3,
    [address.postCode, address.city].filter((part) => part !== undefined).join(' '),
    format.country(address.countryCode),
  ];
  const toText = (lines: readonly (string | undefined)[]) => lines.filter((text) => text).join('\n');
  return html`<div class="parties"><div><h2>${words.seller}</h2><p class="address">${toText(from)}</p></div><div><h2>${words.buyer}</h2><p class="address">${toText(to)}</p></div></div>`;
}

function createFootnote({ language, now, timeZone, expiresAt }: PageOptions, { own }: PageTerms): string {
  const locale = locales[language];
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    now,
  );
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(expiresAt);
  return `${own.asOf(time)} ${own.goodUntil(day)} ${own.keepAddress}`;
}
