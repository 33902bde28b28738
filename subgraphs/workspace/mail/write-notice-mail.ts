import type { ComposedMail } from '#platform/mail/mail.ts';
import { html, type Markup } from '#platform/text/html.ts';
import type { NoticeDetails } from '../domain/notice.ts';
import type { MailedKind } from './mailed-kinds.ts';
import { englishNoticeTexts } from './texts/english.ts';
import { frenchNoticeTexts } from './texts/french.ts';
import type { NoticeMailTexts, NoticeMailValues } from './texts/notice-mail-texts.ts';

/** A notice to write a mail of. */
export interface MailedNotice {
  readonly kind: MailedKind;
  readonly subject: string;
  readonly details: NoticeDetails;
}

export interface NoticeMailOptions {
  /** The person's choice (BCP 47); English without one, and for languages that there are no texts of. */
  readonly language: string | null;
  /** The address of the page, without a slash at its end; without it the mail has no link. */
  readonly pageUrl: string | undefined;
  /** The zone of the IANA database in which deadlines are told. */
  readonly timeZone: string;
}

/** Writes the mail of a notice, in text and HTML. It tells of names and figures what the notice does, and nothing of customers. */
export function writeNoticeMail(
  { kind, subject, details }: MailedNotice,
  { language, pageUrl, timeZone }: NoticeMailOptions,
): Omit<ComposedMail, 'to'> {
  const isFrench = language?.toLowerCase().split('-')[0] === 'fr';
  const texts = isFrench ? frenchNoticeTexts : englishNoticeTexts;
  const locale = isFrench ? 'fr-FR' : 'en-GB';
  const values = toValues(subject, details, { texts, locale, timeZone });
  const title = texts.kinds[kind].subject(values).slice(0, maxTitleCharacters);
  const sentence = texts.kinds[kind].text(values);
  const link = pageUrl === undefined ? undefined : `${pageUrl}${toPath(details)}`;
  return {
    subject: title.replaceAll(/\p{Cc}+/gu, ' '),
    text: [texts.greeting, sentence, ...(link === undefined ? [] : [link]), texts.why]
      .join('\n\n')
      .concat('\n'),
    html: toHtml({ texts, title, sentence, link, language: isFrench ? 'fr' : 'en' }).markup,
  };
}

const maxTitleCharacters = 200;

function toValues(
  subject: string,
  { amount, approval, deadline, import: ended }: NoticeDetails,
  {
    texts,
    locale,
    timeZone,
  }: { readonly texts: NoticeMailTexts; readonly locale: string; readonly timeZone: string },
): NoticeMailValues {
  const figure = new Intl.NumberFormat(locale);
  const zoned = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  return {
    subject,
    amount: amount === undefined ? '' : toMoney(amount, locale),
    action: texts.actions[approval?.action ?? ''] ?? approval?.action ?? '',
    deadline: deadline === undefined ? '' : `${zoned.format(new Date(deadline))} (${timeZone})`,
    status: texts.statuses[ended?.status ?? ''] ?? ended?.status ?? '',
    loadedRows: figure.format(ended?.loadedRows ?? 0),
    rejectedRows: figure.format(ended?.rejectedRows ?? 0),
  };
}

/** Formats an amount exactly: as a text it is not rounded to a floating-point number (ECMA-402). */
function toMoney({ amount, currency }: NonNullable<NoticeDetails['amount']>, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
  return format.format(amount as `${number}`);
}

/** The path of the page on which one does something about it. */
function toPath({ approval, importJobId, requestId }: NoticeDetails): string {
  if (approval !== undefined) return '/approvals';
  if (importJobId !== undefined) return `/imports/${importJobId}`;
  return requestId === undefined ? '/notices' : `/requests/${requestId}`;
}

function toHtml(mail: {
  readonly texts: NoticeMailTexts;
  readonly title: string;
  readonly sentence: string;
  readonly link: string | undefined;
  readonly language: string;
}): Markup {
  const { texts, title, sentence, link, language } = mail;
  const button = link === undefined ? html`` : html`<p><a href="${link}">${texts.open}</a></p>`;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p>${texts.greeting}</p><p>${sentence}</p>${button}<p style="color: #595959; font-size: 0.875em">${texts.why}</p>
</body></html>
`;
}
