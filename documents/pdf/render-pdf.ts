import type { EInvoice } from '../model/e-invoice.ts';
import { Canvas } from './canvas.ts';
import { FigureFormat } from './figure-format.ts';
import { Flow } from './flow.ts';
import { drawHead } from './head.ts';
import { drawLinesTable } from './lines-table.ts';
import { drawFooters, drawMentions } from './mentions.ts';
import { drawParagraph } from './paragraph.ts';
import { drawPayment } from './payment.ts';
import type { PdfLook } from './pdf-look.ts';
import { drawTotals } from './totals.ts';
import { type DocumentLanguage, documentWords } from './words.ts';
import { facturXFileName, writeFacturXMetadata, writeTitle } from './xmp.ts';

interface PdfOptions {
  readonly language: DocumentLanguage;
  /** The invoice in the syntax CII, which makes the file a Factur-X document. */
  readonly facturX?: Uint8Array | undefined;
  readonly look?: PdfLook | undefined;
}

/**
 * Renders an invoice or a credit note as PDF/A-3. Equal documents give equal bytes: nothing in the file tells when or where it
 * was made.
 */
export function renderPdf(invoice: EInvoice, { language, facturX, look = {} }: PdfOptions): Promise<Buffer> {
  const words = documentWords[language];
  const createdAt = new Date(`${invoice.issueDate}T00:00:00Z`);
  const canvas = new Canvas({ language, createdAt });
  const format = new FigureFormat(language, invoice.currency);
  const flow = new Flow({ canvas, invoice, words, format, language, accent: look.color });
  drawHead(flow, look.logo);
  if (look.introduction !== undefined) drawParagraph(flow, look.introduction);
  drawLinesTable(flow);
  drawTotals(flow);
  drawPayment(flow);
  if (look.closing !== undefined) drawParagraph(flow, look.closing);
  drawMentions(flow);
  drawFooters(flow);
  const title = `${flow.kindName} ${invoice.number}`;
  canvas.document.appendXML(writeTitle({ title, author: invoice.seller.name }));
  if (facturX !== undefined) attachFacturX(canvas, facturX, createdAt);
  return canvas.finish();
}

function attachFacturX(canvas: Canvas, facturX: Uint8Array, createdAt: Date): void {
  canvas.document.appendXML(writeFacturXMetadata());
  const attachment = {
    name: facturXFileName,
    type: 'text/xml',
    description: 'Factur-X invoice, EN 16931',
    // pdfkit takes it, which its types do not say.
    relationship: 'Alternative',
    creationDate: createdAt,
    modifiedDate: createdAt,
  };
  canvas.document.file(Buffer.from(facturX), attachment);
}
