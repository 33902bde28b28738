import type { InvoiceKind, InvoiceOrigin } from '../domain/invoice-origin.ts';
import type { DerivedInvoiceStatus } from '../domain/settlement.ts';
import type { ExportLanguage, InvoiceExportColumn } from '../generated/types.ts';

type Names<Key extends string> = Readonly<Record<Key, Readonly<Record<ExportLanguage, string>>>>;

/** The names of the columns of a file, in their usual order. */
export const columnNames: Names<InvoiceExportColumn> = {
  NUMBER: { EN: 'Number', FR: 'Numéro' },
  KIND: { EN: 'Kind', FR: 'Type' },
  STATUS: { EN: 'Status', FR: 'Statut' },
  ORIGIN: { EN: 'Origin', FR: 'Origine' },
  CUSTOMER: { EN: 'Customer', FR: 'Client' },
  CUSTOMER_ID: { EN: 'Customer ID', FR: 'Identifiant du client' },
  CUSTOMER_TAX_NUMBER: { EN: 'Customer tax number', FR: 'Numéro fiscal du client' },
  ISSUE_DATE: { EN: 'Issue date', FR: 'Date d’émission' },
  DUE_DATE: { EN: 'Due date', FR: 'Date d’échéance' },
  PAID_AT: { EN: 'Paid at', FR: 'Soldée le' },
  CURRENCY: { EN: 'Currency', FR: 'Devise' },
  NET_TOTAL: { EN: 'Net total', FR: 'Total HT' },
  TAX_TOTAL: { EN: 'Tax total', FR: 'Total TVA' },
  TOTAL: { EN: 'Total', FR: 'Total TTC' },
  PAID_TOTAL: { EN: 'Paid', FR: 'Payé' },
  CREDITED_TOTAL: { EN: 'Credited', FR: 'Avoirs' },
  BALANCE: { EN: 'Balance', FR: 'Reste à payer' },
  EXTERNAL_REFERENCE: { EN: 'External reference', FR: 'Référence externe' },
  NOTE: { EN: 'Note', FR: 'Note' },
  ID: { EN: 'ID', FR: 'Identifiant' },
};

/** The states of invoices. */
export const statusNames: Names<DerivedInvoiceStatus> = {
  DRAFT: { EN: 'Draft', FR: 'Brouillon' },
  OPEN: { EN: 'Open', FR: 'À payer' },
  PARTIALLY_PAID: { EN: 'Partially paid', FR: 'Payée en partie' },
  OVERDUE: { EN: 'Overdue', FR: 'En retard' },
  PAID: { EN: 'Paid', FR: 'Soldée' },
  VOID: { EN: 'Void', FR: 'Annulée' },
};

/** The kinds of invoices. */
export const kindNames: Names<InvoiceKind> = {
  INVOICE: { EN: 'Invoice', FR: 'Facture' },
  CREDIT_NOTE: { EN: 'Credit note', FR: 'Avoir' },
};

/** The origins of invoices. */
export const originNames: Names<InvoiceOrigin> = {
  OWN: { EN: 'Own', FR: 'Interne' },
  IMPORTED: { EN: 'Imported', FR: 'Importée' },
};

/** The name of the file, without its ending. */
export const fileNames: Readonly<Record<ExportLanguage, string>> = { EN: 'invoices', FR: 'factures' };
