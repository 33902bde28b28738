import type { MailTexts } from './mail-facts.ts';

const payBy = (dueDate: string | undefined, balance: string) =>
  dueDate === undefined ? `Please pay ${balance} on receipt.` : `Please pay ${balance} by ${dueDate}.`;

/** The English texts of mails about invoices. */
export const mailTextsEn: MailTexts = {
  greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
  invoice: ({ number, sellerName, isSettled, dueDate, balance }) => ({
    subject: `Invoice ${number} from ${sellerName}`,
    paragraphs: [
      `Here is our invoice ${number}.`,
      isSettled ? 'Nothing is left to pay on it.' : payBy(dueDate, balance),
    ],
  }),
  creditNote: ({ number, sellerName, creditedNumber }) => ({
    subject: `Credit note ${number} from ${sellerName}`,
    paragraphs: [
      creditedNumber === undefined
        ? `Here is our credit note ${number}.`
        : `Here is our credit note ${number} for the invoice ${creditedNumber}.`,
    ],
  }),
  receipt: ({ number, sellerName, payment, isSettled, balance }) => ({
    subject: `Your payment for the invoice ${number} from ${sellerName}`,
    paragraphs: [
      `We have received ${payment?.amount ?? ''} for the invoice ${number}. Thank you.`,
      isSettled ? 'Nothing is left to pay on it.' : `${balance} of it is left to pay.`,
    ],
  }),
  beforeDue: ({ number, sellerName, dueDate, balance }) => ({
    subject: `Invoice ${number} from ${sellerName} is due on ${dueDate}`,
    paragraphs: [`The invoice ${number} is due on ${dueDate}; ${balance} of it is left to pay.`],
  }),
  atDue: ({ number, sellerName, dueDate, balance }) => ({
    subject: `Invoice ${number} from ${sellerName} is due today`,
    paragraphs: [
      `The invoice ${number} is due today, on ${dueDate}; ${balance} of it is left to pay.`,
      'If you have paid in the meantime, this mail does not concern you any more.',
    ],
  }),
  overdue: ({ number, sellerName, dueDate, balance, daysOverdue = 0, fee }) => ({
    subject: `Reminder: invoice ${number} from ${sellerName} is overdue`,
    paragraphs: [
      `The invoice ${number} was due on ${dueDate}, ${daysOverdue} ${daysOverdue === 1 ? 'day' : 'days'} ago, and ${balance} of it is left to pay. Please pay this amount without delay.`,
      ...(fee === undefined ? [] : [`For late payment we charge a fee of ${fee} in addition.`]),
      'If you have paid in the meantime, this mail does not concern you any more.',
    ],
  }),
  labels: {
    invoice: 'Invoice',
    creditNote: 'Credit note',
    issueDate: 'Date',
    dueDate: 'Due on',
    total: 'Total',
    settled: 'Paid and credited',
    balance: 'Left to pay',
    payment: 'Payment',
    paidOn: 'Paid on',
    iban: 'IBAN',
    reference: 'Reference of the payment',
  },
  attached: 'The document is attached as a PDF, with its data inside (Factur-X).',
  link: 'See the invoice and what is left to pay',
  linkNote: 'Whoever has this link sees the invoice; please pass it on with care.',
  optOut: 'If you do not want reminders before the due date, answer this mail, and we send none any more.',
  closing: 'Kind regards',
  colon: ': ',
};
