import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { PdfLook } from '#documents/pdf/pdf-look.ts';

/** All that a document is rendered from, frozen at issue. */
export interface DocumentSource {
  readonly document: EInvoice;
  readonly look: PdfLook;
}
