import type { VatTreatment } from '../model/amounts.ts';

/** The languages of printed documents. */
export type DocumentLanguage = 'en' | 'fr';

/** The texts of a printed document beside those of its data. */
export interface Words {
  readonly invoice: string;
  readonly creditNote: string;
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly deliveryDate: string;
  readonly operation: string;
  /** The kinds of operations of French law, by the first letter of their code (BT-23). */
  readonly operations: Readonly<Record<string, string>>;
  readonly period: (start: string, end: string) => string;
  readonly purchaseOrder: string;
  readonly buyerReference: string;
  readonly contract: string;
  readonly project: string;
  readonly correctedInvoice: string;
  readonly seller: string;
  readonly buyer: string;
  readonly deliveredTo: string;
  readonly vatId: string;
  readonly dueBy: (amount: string, day: string) => string;
  readonly due: (amount: string) => string;
  readonly credited: (amount: string) => string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly vat: string;
  readonly amount: string;
  /** A name and its value, with the sign between them. */
  readonly labelled: (name: string, value: string) => string;
  readonly carriedForward: string;
  readonly broughtForward: string;
  readonly allowance: string;
  readonly charge: string;
  readonly lineSum: string;
  readonly net: string;
  readonly tax: string;
  readonly taxIn: (currency: string) => string;
  readonly total: string;
  readonly creditTotal: string;
  readonly paid: string;
  readonly rounding: string;
  readonly amountDue: string;
  readonly vatTable: string;
  readonly base: string;
  readonly payment: string;
  readonly terms: string;
  readonly remittance: string;
  readonly accountHolder: string;
  readonly scanToPay: string;
  readonly mentions: string;
  readonly vatOnReceipts: string;
  readonly vatOnDebits: string;
  readonly page: (page: number, count: number) => string;
  readonly continued: string;
  readonly categories: Readonly<Record<VatTreatment['category'], string>>;
}

const english: Words = {
  invoice: 'Invoice',
  creditNote: 'Credit note',
  number: 'Number',
  issueDate: 'Date of issue',
  dueDate: 'Due date',
  deliveryDate: 'Date of supply',
  operation: 'Kind of operation',
  operations: { B: 'Supply of goods', S: 'Supply of services', M: 'Supply of goods and services' },
  period: (start, end) => `${start} to ${end}`,
  purchaseOrder: 'Purchase order',
  buyerReference: 'Your reference',
  contract: 'Contract',
  project: 'Project',
  correctedInvoice: 'Corrects invoice',
  seller: 'From',
  buyer: 'Bill to',
  deliveredTo: 'Deliver to',
  vatId: 'VAT ID',
  dueBy: (amount, day) => `${amount} due ${day}`,
  due: (amount) => `${amount} due`,
  credited: (amount) => `${amount} credited`,
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  vat: 'VAT',
  amount: 'Amount',
  labelled: (name, value) => `${name}: ${value}`,
  carriedForward: 'Carried forward',
  broughtForward: 'Brought forward',
  allowance: 'Allowance',
  charge: 'Charge',
  lineSum: 'Sum of lines',
  net: 'Total without VAT',
  tax: 'VAT',
  taxIn: (currency) => `VAT in ${currency}`,
  total: 'Total with VAT',
  creditTotal: 'Total credited with VAT',
  paid: 'Paid',
  rounding: 'Rounding',
  amountDue: 'Amount due',
  vatTable: 'VAT by rate',
  base: 'Taxable amount',
  payment: 'Payment',
  terms: 'Terms',
  remittance: 'Payment reference',
  accountHolder: 'Account of',
  scanToPay: 'Scan to pay with your bank’s app',
  mentions: 'Notes and legal notices',
  vatOnReceipts: 'VAT is due on receipt of payment.',
  vatOnDebits: 'The seller has opted to pay VAT on debits.',
  page: (page, count) => `Page ${page} of ${count}`,
  continued: 'continued',
  categories: {
    S: 'Standard rate',
    Z: 'Zero rate',
    E: 'Exempt',
    AE: 'Reverse charge',
    K: 'Intra-community supply',
    G: 'Export',
    O: 'Outside the scope of VAT',
  },
};

const french: Words = {
  invoice: 'Facture',
  creditNote: 'Avoir',
  number: 'Numéro',
  issueDate: 'Date d’émission',
  dueDate: 'Date d’échéance',
  deliveryDate: 'Date de livraison',
  operation: 'Nature de l’opération',
  operations: {
    B: 'Livraison de biens',
    S: 'Prestation de services',
    M: 'Livraison de biens et prestation de services',
  },
  period: (start, end) => `du ${start} au ${end}`,
  purchaseOrder: 'Bon de commande',
  buyerReference: 'Votre référence',
  contract: 'Contrat',
  project: 'Projet',
  correctedInvoice: 'Rectifie la facture',
  seller: 'Vendeur',
  buyer: 'Client',
  deliveredTo: 'Adresse de livraison',
  vatId: 'N° TVA',
  dueBy: (amount, day) => `${amount} à payer au plus tard le ${day}`,
  due: (amount) => `${amount} à payer`,
  credited: (amount) => `${amount} en votre faveur`,
  description: 'Désignation',
  quantity: 'Quantité',
  unitPrice: 'Prix unitaire HT',
  vat: 'TVA',
  amount: 'Montant HT',
  labelled: (name, value) => `${name}\u00a0: ${value}`,
  carriedForward: 'À reporter',
  broughtForward: 'Report',
  allowance: 'Remise',
  charge: 'Frais',
  lineSum: 'Total des lignes',
  net: 'Total HT',
  tax: 'TVA',
  taxIn: (currency) => `TVA en ${currency}`,
  total: 'Total TTC',
  creditTotal: 'Total de l’avoir TTC',
  paid: 'Déjà payé',
  rounding: 'Arrondi',
  amountDue: 'Net à payer',
  vatTable: 'TVA par taux',
  base: 'Base HT',
  payment: 'Règlement',
  terms: 'Conditions',
  remittance: 'Référence à rappeler',
  accountHolder: 'Titulaire du compte',
  scanToPay: 'À scanner avec l’application de votre banque',
  mentions: 'Notes et mentions légales',
  vatOnReceipts: 'TVA acquittée sur les encaissements.',
  vatOnDebits: 'Option pour le paiement de la taxe d’après les débits.',
  page: (page, count) => `Page ${page} sur ${count}`,
  continued: 'suite',
  categories: {
    S: 'Taux normal',
    Z: 'Taux zéro',
    E: 'Exonéré',
    AE: 'Autoliquidation',
    K: 'Livraison intracommunautaire',
    G: 'Exportation',
    O: 'Hors champ de la TVA',
  },
};

/** The words of each language. */
export const documentWords: Readonly<Record<DocumentLanguage, Words>> = { en: english, fr: french };
