import type { DocumentLanguage } from '#documents/pdf/words.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { DownloadRefusal } from '#platform/downloads/download-refusal.ts';
import { today } from '#schema/calendar/day.ts';
import { DocumentArchive } from '../documents/document-archive.ts';
import { RenderError } from '../documents/document-renderer.ts';
import { DocumentStoreError } from '../documents/document-store-error.ts';
import { prepareDocument } from '../documents/prepare-document.ts';
import type { ExportLanguage } from '../generated/types.ts';
import type { PortalLinkRow } from '../portal-tables.ts';
import type { InvoiceRow } from '../tables.ts';
import type { Billing } from '../use-cases/billing.ts';
import { findPortalLink } from './find-portal-link.ts';
import { findShownRow, loadShownInvoice } from './load-shown-invoice.ts';
import { portalPath } from './open-portal-link.ts';
import { createPortalPage } from './page/portal-page.ts';
import { recordDownload, recordRead } from './record-visit.ts';

/** The parts of billing that the portal shows. */
export interface PortalOptions
  extends Pick<Billing, 'clock' | 'log' | 'portal' | 'seller' | 'sellerDetails' | 'sellerLanguage'> {
  readonly db: PostgresJsDatabase;
  readonly documents: ConstructorParameters<typeof DocumentArchive>[0]['documents'];
}

/** A request of the portal. */
export interface PortalRequest {
  readonly token: string;
  /** The path below the token; empty for the page. */
  readonly rest: string;
  /** The language that the reader chose. */
  readonly language: DocumentLanguage | undefined;
  readonly browserLanguage: DocumentLanguage;
  readonly isHead: boolean;
  /** True if it counts as read by a person. */
  readonly isByPerson: boolean;
}

/** An answer of the portal, in a language. */
export type PortalAnswer = { readonly language: DocumentLanguage } & (
  | { readonly kind: 'page'; readonly page: string }
  | { readonly kind: 'pdf'; readonly fileName: string; readonly bytes: Buffer }
  /** The head of a document; its size is known once it was made. */
  | { readonly kind: 'pdf head'; readonly fileName: string; readonly sizeBytes: number | undefined }
  /** The link does not work, or it has no such path. */
  | { readonly kind: 'refused' }
  /** There is no such document. */
  | { readonly kind: 'none' }
  /** The document is still being made. */
  | { readonly kind: 'late' }
);

/** A link with the invoice that it shows. */
interface OpenedLink {
  readonly link: PortalLinkRow;
  readonly invoice: InvoiceRow;
}

const creditNotePath = /^credit-notes\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.pdf$/;
const exportLanguages: Readonly<Record<DocumentLanguage, ExportLanguage>> = { en: 'EN', fr: 'FR' };

/** Answers the requests of customers who have a link. */
export class Portal {
  readonly #options: PortalOptions;
  readonly #archive: DocumentArchive;

  constructor(options: PortalOptions) {
    this.#options = options;
    this.#archive = new DocumentArchive(options);
  }

  async answer(request: PortalRequest): Promise<PortalAnswer> {
    const { token, rest, browserLanguage } = request;
    const { db, portal, clock } = this.#options;
    const link = await findPortalLink(db, { signer: portal.signer, token, now: clock() });
    // The language of a refusal must not depend on the link.
    const refused = { kind: 'refused', language: browserLanguage } as const;
    const invoice = link && (await findShownRow(db, link.invoiceId));
    if (link === undefined || invoice === undefined) return refused;
    const opened = { link, invoice };
    const language = request.language ?? toOwnLanguage(invoice) ?? browserLanguage;
    if (rest === '') return this.#showPage(opened, { ...request, language });
    if (rest === 'invoice.pdf') return this.#sendPdf(opened, invoice.id, { ...request, language });
    const [, creditNoteId] = creditNotePath.exec(rest) ?? [];
    const creditNote = creditNoteId === undefined ? undefined : await findShownRow(db, creditNoteId);
    // Of other invoices nothing is told, not even that they are there.
    if (creditNote?.creditedInvoiceId !== invoice.id) return refused;
    return this.#sendPdf(opened, creditNote.id, { ...request, language });
  }

  async #showPage(
    { link, invoice }: OpenedLink,
    { language, token, isByPerson }: PortalRequest & { readonly language: DocumentLanguage },
  ): Promise<PortalAnswer> {
    const { db, clock, seller } = this.#options;
    const now = clock();
    const day = today(clock, seller.timeZone);
    const shown = await db.transaction(
      async (tx) => {
        const current = await findShownRow(tx, invoice.id);
        return current && loadShownInvoice(tx, current, { language, today: day });
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
    if (shown === undefined) return { kind: 'none', language };
    const page = createPortalPage(shown, {
      language,
      path: `${portalPath}${token}`,
      now,
      timeZone: seller.timeZone,
      expiresAt: link.expiresAt,
    });
    if (isByPerson) await this.#note(() => recordRead(db, link.id, now));
    return { kind: 'page', page, language };
  }

  async #sendPdf(
    { link }: OpenedLink,
    invoiceId: string,
    { language, isHead, isByPerson }: PortalRequest & { readonly language: DocumentLanguage },
  ): Promise<PortalAnswer> {
    const { db, clock, log, sellerLanguage } = this.#options;
    const input = { invoiceId, format: 'PDF', language: exportLanguages[language] } as const;
    const { value: prepared } = await prepareDocument(db, input, sellerLanguage);
    if (prepared === undefined) return { kind: 'none', language };
    const { key, source } = prepared;
    // Whoever asks for the head alone gets no document made.
    if (isHead) {
      const sizeBytes = await this.#archive.findSize(db, key);
      return { kind: 'pdf head', fileName: key.fileName, sizeBytes, language };
    }
    try {
      await this.#archive.make(key, source);
      const bytes = await this.#archive.read(db, key, async () => source);
      if (isByPerson) await this.#note(() => recordDownload(db, link.id, clock()));
      return { kind: 'pdf', fileName: key.fileName, bytes, language };
    } catch (error) {
      if (error instanceof RenderError || error instanceof DocumentStoreError) {
        log.warn({ err: error, invoiceId }, 'a document was not made');
        return { kind: 'late', language };
      }
      if (!(error instanceof DownloadRefusal)) throw error;
      return { kind: error.code === 'TOO_MANY_EXPORTS' ? 'late' : 'none', language };
    }
  }

  /** Notes a visit; a reader is not kept from reading because it cannot be noted. */
  async #note(record: () => Promise<void>): Promise<void> {
    try {
      await record();
    } catch (err) {
      this.#options.log.warn({ err }, 'a visit of the portal was not noted');
    }
  }
}

function toOwnLanguage({ customerLanguage }: InvoiceRow): DocumentLanguage | undefined {
  if (customerLanguage === null) return undefined;
  return customerLanguage === 'FR' ? 'fr' : 'en';
}
