import type { DocumentLanguage } from '#documents/pdf/words.ts';
import type { DerivedInvoiceStatus } from '../../domain/settlement.ts';

/** The texts of the portal beside those of documents. */
export interface PortalWords {
  readonly statuses: Readonly<Record<DerivedInvoiceStatus, string>>;
  readonly issued: (day: string) => string;
  readonly due: (day: string) => string;
  readonly settled: string;
  readonly voided: string;
  readonly inFavour: (amount: string) => string;
  readonly lines: string;
  readonly furtherLines: (count: string) => string;
  readonly figures: string;
  readonly vatOf: (rate: string, base: string) => string;
  readonly paidOn: (day: string) => string;
  readonly refundedOn: (day: string) => string;
  readonly furtherEntries: string;
  readonly creditNoteOf: (number: string, day: string) => string;
  readonly balance: string;
  readonly howToPay: string;
  readonly codeOf: (amount: string) => string;
  readonly download: string;
  readonly downloadOf: (number: string) => string;
  readonly documents: string;
  readonly languages: string;
  readonly questions: string;
  readonly telephone: string;
  readonly asOf: (time: string) => string;
  readonly goodUntil: (day: string) => string;
  readonly keepAddress: string;
  readonly refusedTitle: string;
  readonly refused: string;
  readonly askSeller: (seller: string) => string;
  readonly askWhoever: string;
  readonly lateTitle: string;
  readonly late: string;
  readonly noPdf: string;
}

const english: PortalWords = {
  statuses: {
    DRAFT: 'Draft',
    OPEN: 'To pay',
    PARTIALLY_PAID: 'Partly paid',
    OVERDUE: 'Overdue',
    PAID: 'Settled',
    VOID: 'Cancelled',
  },
  issued: (day) => `Issued on ${day}`,
  due: (day) => `Due on ${day}`,
  settled: 'Nothing is left to pay.',
  voided: 'This invoice was cancelled. Please do not pay it.',
  inFavour: (amount) => `${amount} in your favour`,
  lines: 'What you are billed for',
  furtherLines: (count) => `${count} further lines are in the PDF.`,
  figures: 'Amounts',
  vatOf: (rate, base) => `VAT ${rate} of ${base}`,
  paidOn: (day) => `Paid on ${day}`,
  refundedOn: (day) => `Refunded on ${day}`,
  furtherEntries: 'Others',
  creditNoteOf: (number, day) => `Credit note ${number} of ${day}`,
  balance: 'Left to pay',
  howToPay: 'How to pay',
  codeOf: (amount) => `QR code for a bank transfer of ${amount}`,
  download: 'Download the PDF',
  downloadOf: (number) => `Download ${number} (PDF)`,
  documents: 'Documents',
  languages: 'Language',
  questions: 'Questions?',
  telephone: 'Telephone',
  asOf: (time) => `As of ${time}.`,
  goodUntil: (day) => `This address is good until ${day}.`,
  keepAddress: 'Whoever has it can read this page.',
  refusedTitle: 'This link does not work any more',
  refused: 'It may be past its time, replaced by another one, or not copied as a whole.',
  askSeller: (seller) => `Please ask ${seller} for a new one.`,
  askWhoever: 'Please ask whoever sent it for a new one.',
  lateTitle: 'One moment, please',
  late: 'There is much to do just now. Please try again in some seconds.',
  noPdf: 'There is no PDF of this document. Please ask for one.',
};

const french: PortalWords = {
  statuses: {
    DRAFT: 'Brouillon',
    OPEN: 'À payer',
    PARTIALLY_PAID: 'Payée en partie',
    OVERDUE: 'En retard',
    PAID: 'Soldée',
    VOID: 'Annulée',
  },
  issued: (day) => `Émise le ${day}`,
  due: (day) => `À payer avant le ${day} inclus`,
  settled: 'Il ne reste rien à payer.',
  voided: 'Cette facture a été annulée. Merci de ne pas la payer.',
  inFavour: (amount) => `${amount} en votre faveur`,
  lines: 'Ce qui vous est facturé',
  furtherLines: (count) => `${count} autres lignes figurent dans le PDF.`,
  figures: 'Montants',
  vatOf: (rate, base) => `TVA ${rate} de ${base}`,
  paidOn: (day) => `Payé le ${day}`,
  refundedOn: (day) => `Remboursé le ${day}`,
  furtherEntries: 'Autres',
  creditNoteOf: (number, day) => `Avoir ${number} du ${day}`,
  balance: 'Reste à payer',
  howToPay: 'Comment payer',
  codeOf: (amount) => `Code QR pour un virement de ${amount}`,
  download: 'Télécharger le PDF',
  downloadOf: (number) => `Télécharger ${number} (PDF)`,
  documents: 'Documents',
  languages: 'Langue',
  questions: 'Des questions ?',
  telephone: 'Téléphone',
  asOf: (time) => `État au ${time}.`,
  goodUntil: (day) => `Cette adresse est valable jusqu’au ${day}.`,
  keepAddress: 'Quiconque la possède peut lire cette page.',
  refusedTitle: 'Ce lien ne fonctionne plus',
  refused: 'Il est peut-être périmé, remplacé par un autre ou n’a pas été copié en entier.',
  askSeller: (seller) => `Merci d’en demander un nouveau à ${seller}.`,
  askWhoever: 'Merci d’en demander un nouveau à l’expéditeur.',
  lateTitle: 'Un instant, s’il vous plaît',
  late: 'Il y a beaucoup à faire en ce moment. Réessayez dans quelques secondes.',
  noPdf: 'Il n’y a pas de PDF de ce document. Merci d’en demander un.',
};

/** The words of each language. */
export const portalWords: Readonly<Record<DocumentLanguage, PortalWords>> = { en: english, fr: french };
