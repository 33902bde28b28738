import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { writeUbl } from '#documents/ubl/write-ubl.ts';
import type { InvoiceDocumentFormat } from '../generated/types.ts';
import type { DocumentSource } from './document-source.ts';

/** A document that is to be rendered. */
export interface RenderTask extends DocumentSource {
  readonly format: InvoiceDocumentFormat;
  readonly language: DocumentLanguage;
}

/** Renders a document, which violates no rule; a PDF has its CII inside. Equal tasks give equal bytes. */
export async function renderDocument({ document, look, format, language }: RenderTask): Promise<Uint8Array> {
  if (format === 'UBL') return Buffer.from(writeUbl(document));
  const cii = Buffer.from(writeCii(document));
  return format === 'CII' ? cii : renderPdf(document, { language, facturX: cii, look });
}
