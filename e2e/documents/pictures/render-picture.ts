import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import type { pictureDocuments } from './documents.ts';

/** Renders a document of the documentation as PDF with its CII inside. */
export function renderPicture({ language, document }: (typeof pictureDocuments)[number]): Promise<Buffer> {
  return renderPdf(document, { language, facturX: Buffer.from(writeCii(document)) });
}
