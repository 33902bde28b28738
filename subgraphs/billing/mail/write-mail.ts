import type { MailFacts, MailTexts, MailWords } from './texts/mail-facts.ts';

/** A mail in words, before it is written as text and as HTML. */
export interface MailContent {
  /** For example `fr`. */
  readonly language: string;
  readonly facts: MailFacts;
  readonly texts: MailTexts;
  /** The address at which the customer sees the invoice. */
  readonly link: string | undefined;
  /** The seller by law, a line each. */
  readonly footer: readonly string[];
}

interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes a mail as plain text and as HTML, which says the same, loads nothing and can be read without its style. */
export function writeMail({ language, facts, texts, link, footer }: MailContent): Written {
  const { subject, paragraphs } = toWords(facts, texts);
  const greeting = texts.greeting(facts.contactName);
  const rows = toRows(facts, texts);
  const notes = [
    ...(facts.hasAttachment ? [texts.attached] : []),
    ...(facts.isCourtesy ? [texts.optOut] : []),
  ];
  const closing = [texts.closing, facts.sellerName];
  const text = [
    greeting,
    ...paragraphs,
    ...facts.message,
    rows.map(([label, value]) => `${label}${texts.colon}${value}`).join('\n'),
    ...(link === undefined ? [] : [`${texts.link}${texts.colon}\n${link}\n${texts.linkNote}`]),
    ...notes,
    closing.join('\n'),
    // The sign before a signature (RFC 3676 section 4.3).
    ['-- ', ...footer].join('\n'),
  ].join('\n\n');
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeMarkup(subject)}</title></head>`,
    '<body style="margin:1.5em auto;padding:0 1em;max-width:38em;font-family:sans-serif;line-height:1.5">',
    ...[greeting, ...paragraphs, ...facts.message].map(toParagraph),
    '<table style="border-collapse:collapse;margin:1em 0">',
    ...rows.map(
      ([label, value]) =>
        `<tr><th scope="row" style="text-align:left;padding:.2em 1.5em .2em 0">${escapeMarkup(label)}</th><td style="text-align:right">${escapeMarkup(value)}</td></tr>`,
    ),
    '</table>',
    ...(link === undefined
      ? []
      : [
          `<p><a href="${escapeMarkup(link)}">${escapeMarkup(texts.link)}</a></p>`,
          toParagraph(texts.linkNote),
        ]),
    ...notes.map(toParagraph),
    `<p>${closing.map(escapeMarkup).join('<br>')}</p>`,
    `<hr><p style="font-size:.85em">${footer.map(escapeMarkup).join('<br>')}</p></body></html>`,
  ].join('\n');
  return { subject, text: `${text}\n`, html };
}

function toWords(facts: MailFacts, texts: MailTexts): MailWords {
  if (facts.kind === 'INVOICE') return texts.invoice(facts);
  if (facts.kind === 'CREDIT_NOTE') return texts.creditNote(facts);
  if (facts.kind === 'PAYMENT_RECEIPT') return texts.receipt(facts);
  const { isCourtesy, daysOverdue = 0 } = facts;
  if (isCourtesy) return texts.beforeDue(facts);
  return daysOverdue === 0 ? texts.atDue(facts) : texts.overdue(facts);
}

/** The figures of the mail with their names; those without a value are left out. */
function toRows(facts: MailFacts, { labels }: MailTexts): (readonly [string, string])[] {
  const isCredit = facts.kind === 'CREDIT_NOTE';
  const mayBePaid = !isCredit && !facts.isSettled;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [isCredit ? labels.creditNote : labels.invoice, facts.number],
    [labels.issueDate, facts.issueDate],
    [labels.dueDate, isCredit ? undefined : facts.dueDate],
    [labels.payment, facts.payment?.amount],
    [labels.paidOn, facts.payment?.paidOn],
    [labels.total, facts.total],
    [labels.settled, isCredit ? undefined : facts.settled],
    [labels.balance, isCredit ? undefined : facts.balance],
    [labels.iban, mayBePaid ? facts.iban : undefined],
    [labels.reference, mayBePaid && facts.iban !== undefined ? facts.number : undefined],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function toParagraph(text: string): string {
  return `<p>${text.split('\n').map(escapeMarkup).join('<br>')}</p>`;
}

/** Escapes a text for the content of an element or a quoted attribute (HTML, section 13.3). */
function escapeMarkup(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  return text.replace(/[&<>"]/g, (character) => `&${names[character]};`);
}
