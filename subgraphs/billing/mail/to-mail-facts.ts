import { FigureFormat } from '#documents/pdf/figure-format.ts';
import { parseEpochDay } from '#schema/calendar/day.ts';
import { documentLanguages } from '../documents/document-archive.ts';
import { toBalance } from '../domain/settlement.ts';
import type { CustomerLanguage } from '../generated/types.ts';
import type { InvoiceMailKind } from './invoice-mail-kind.ts';
import { isCourtesy } from './is-courtesy.ts';
import type { MailSubject } from './load-mail-subject.ts';
import { mailTextsEn } from './texts/en.ts';
import { mailTextsFr } from './texts/fr.ts';
import type { MailFacts, MailTexts } from './texts/mail-facts.ts';

/** The texts by language. */
export const mailTexts: Readonly<Record<CustomerLanguage, MailTexts>> = { EN: mailTextsEn, FR: mailTextsFr };

/** The facts that are not of the invoice. */
export interface MailOccasionFacts {
  readonly language: CustomerLanguage;
  /** The seller's day. */
  readonly today: string;
  readonly contactName: string | undefined;
  /** The fees of the step of the plan, in minor units by currency. */
  readonly fees: ReadonlyMap<string, bigint> | undefined;
  readonly hasAttachment: boolean;
}

/** Writes the facts of a mail in its language, as they are now. */
export function toMailFacts(
  kind: InvoiceMailKind,
  { about, invoice, seller, creditedNumber, payment }: MailSubject,
  { language, today, contactName, fees, hasAttachment }: MailOccasionFacts,
): MailFacts {
  const { currency, dueDate, totalMinor, paidMinor, creditedMinor } = invoice;
  const format = new FigureFormat(documentLanguages[language], currency);
  const balanceMinor = toBalance(invoice);
  const settledMinor = paidMinor + creditedMinor;
  const feeMinor = fees?.get(currency);
  return {
    kind,
    contactName,
    sellerName: seller.name,
    number: invoice.number,
    issueDate: format.day(invoice.issueDate),
    dueDate: dueDate === null ? undefined : format.day(dueDate),
    // A credit note says by its name that its amount is given back.
    total: format.amount(kind === 'CREDIT_NOTE' ? -totalMinor : totalMinor),
    settled: settledMinor === 0n ? undefined : format.amount(settledMinor),
    balance: format.amount(balanceMinor),
    isSettled: balanceMinor === 0n,
    creditedNumber,
    payment: payment && { amount: format.amount(payment.amountMinor), paidOn: format.day(payment.paidOn) },
    daysOverdue:
      kind === 'REMINDER' && dueDate !== null ? parseEpochDay(today) - parseEpochDay(dueDate) : undefined,
    isCourtesy: isCourtesy(kind, dueDate, today),
    fee: feeMinor === undefined ? undefined : format.amount(feeMinor),
    iban: seller.bankAccount?.iban.replace(/(.{4})(?=.)/g, '$1 '),
    message: about.message === null ? [] : about.message.split(/\n{2,}/),
    hasAttachment,
  };
}
