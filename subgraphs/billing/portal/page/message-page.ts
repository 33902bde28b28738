import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { html, type Markup } from '#platform/text/html.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { createPageDocument } from './page-document.ts';
import { type PortalWords, portalWords } from './portal-words.ts';

/** The seller as one whom a reader may ask, with the public data of documents. */
export type AskedSeller = Pick<SellerDetails, 'name' | 'email' | 'phone'>;

/** The page that says that a link does not work any more, and whom to ask: the same whatever the reason is. */
export function createRefusalPage(language: DocumentLanguage, seller: AskedSeller | null): string {
  const words = portalWords[language];
  const asked = seller === null ? words.askWhoever : words.askSeller(seller.name);
  return createPageDocument(
    { title: words.refusedTitle, language },
    html`<main><h1>${words.refusedTitle}</h1><p>${words.refused}</p><p>${asked}</p>${toContact(seller, words)}</main>`,
  );
}

/** The page of a document that cannot be had now, or at all. */
export function createNoDocumentPage(language: DocumentLanguage, isLate: boolean): string {
  const words = portalWords[language];
  const title = isLate ? words.lateTitle : words.documents;
  return createPageDocument(
    { title, language },
    html`<main><h1>${title}</h1><p>${isLate ? words.late : words.noPdf}</p></main>`,
  );
}

/** Creates the lines that tell how to ask the seller. */
export function toContact(seller: AskedSeller | null, words: PortalWords): Markup {
  const { email, phone } = seller ?? {};
  const byMail = email === undefined ? html`` : html`<p><a href="mailto:${email}">${email}</a></p>`;
  const byPhone = phone === undefined ? html`` : html`<p>${words.telephone} ${phone}</p>`;
  return html`${byMail}${byPhone}`;
}
