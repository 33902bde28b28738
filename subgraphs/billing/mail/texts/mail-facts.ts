import type { InvoiceMailKind } from '../invoice-mail-kind.ts';

/** The facts of a mail as its language writes them; absent ones do not apply. */
export interface MailFacts {
  readonly kind: InvoiceMailKind;
  /** The person to write to. */
  readonly contactName: string | undefined;
  readonly sellerName: string;
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string | undefined;
  readonly total: string;
  /** The amounts that were paid and credited, if any was. */
  readonly settled: string | undefined;
  readonly balance: string;
  /** True if nothing is left to pay. */
  readonly isSettled: boolean;
  /** On a credit note, the number of its invoice. */
  readonly creditedNumber: string | undefined;
  readonly payment: { readonly amount: string; readonly paidOn: string } | undefined;
  /** On a reminder, the days since the due date, below zero before it. */
  readonly daysOverdue: number | undefined;
  /** True for a reminder that the customer may do without. */
  readonly isCourtesy: boolean;
  /** The fee that the step of the plan names. */
  readonly fee: string | undefined;
  readonly iban: string | undefined;
  /** The paragraphs that a person has added. */
  readonly message: readonly string[];
  readonly hasAttachment: boolean;
}

/** The words of a mail. */
export interface MailWords {
  readonly subject: string;
  /** After the greeting. */
  readonly paragraphs: readonly string[];
}

/** The texts of mails in a language. They are all that a language needs. */
export interface MailTexts {
  readonly greeting: (contactName: string | undefined) => string;
  /** The words by what the mail is for. */
  readonly invoice: (facts: MailFacts) => MailWords;
  readonly creditNote: (facts: MailFacts) => MailWords;
  readonly receipt: (facts: MailFacts) => MailWords;
  readonly beforeDue: (facts: MailFacts) => MailWords;
  readonly atDue: (facts: MailFacts) => MailWords;
  readonly overdue: (facts: MailFacts) => MailWords;
  readonly labels: Readonly<
    Record<
      | 'invoice'
      | 'creditNote'
      | 'issueDate'
      | 'dueDate'
      | 'total'
      | 'settled'
      | 'balance'
      | 'payment'
      | 'paidOn'
      | 'iban'
      | 'reference',
      string
    >
  >;
  readonly attached: string;
  readonly link: string;
  readonly linkNote: string;
  /** Ends a courtesy mail. */
  readonly optOut: string;
  readonly closing: string;
  /** Between a name and its value. */
  readonly colon: string;
}
