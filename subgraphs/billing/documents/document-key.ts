import type { ExportLanguage, InvoiceDocumentFormat } from '../generated/types.ts';

/** The one document that an invoice has in a form and a language. */
export interface DocumentKey {
  readonly invoiceId: string;
  readonly format: InvoiceDocumentFormat;
  readonly language: ExportLanguage;
  /** The name under which it is saved, which follows from the number of the invoice. */
  readonly fileName: string;
}

const endings: Readonly<Record<InvoiceDocumentFormat, string>> = {
  PDF: '.pdf',
  CII: '-cii.xml',
  UBL: '-ubl.xml',
};

/** The media types of documents. */
export const documentTypes: Readonly<Record<InvoiceDocumentFormat, string>> = {
  PDF: 'application/pdf',
  CII: 'application/xml',
  UBL: 'application/xml',
};

/** Names a document after the number of its invoice; characters that a file system or a header may take otherwise become `-`. */
export function toDocumentFileName(number: string, format: InvoiceDocumentFormat): string {
  return `${number.replace(/[^A-Za-z0-9_.-]+|^\.+/g, '-')}${endings[format]}`;
}
