import type { Account } from '../accounts.ts';
import type { Realm } from '../realm.ts';
import type { IdentityTexts } from '../texts/english.ts';
import type { Mail } from './mail.ts';
import { toAddressLink, toMailPage } from './mail-page.ts';

/** An account with an address to which a mail can go. */
export type Recipient = Account & { readonly email: string };

export function hasAddress(account: Account): account is Recipient {
  return account.email !== undefined;
}

/** A link that is good for so long. */
interface MailLink {
  readonly url: string;
  readonly seconds: number;
}

/** The realm that a mail comes from, and its language. */
export interface MailOrigin {
  readonly realm: Realm;
  readonly texts: IdentityTexts;
}

/** A change to how a person signs in. */
export type AccountChangeNotice = keyof IdentityTexts['mails']['notices'];

/** The mail by which a person chooses a new password. */
export function toResetMail({ realm, texts }: MailOrigin, account: Recipient, link: MailLink): Mail {
  const name = realm.displayName;
  return toMail(texts, account, texts.reset.title(name), [
    texts.mails.reset(name, account.username),
    ...toLinkParagraphs(texts, link, texts.mails.resetIgnore),
  ]);
}

/** The mail by which a person does what an administrator asks for. */
export function toActionsMail({ realm, texts }: MailOrigin, account: Recipient, link: MailLink): Mail {
  const name = realm.displayName;
  return toMail(texts, account, texts.mails.actionsSubject(name), [
    texts.mails.actions(name, account.username),
    ...toLinkParagraphs(texts, link),
  ]);
}

/** The mail by which a person shows that an address is theirs. */
export function toVerificationMail({ realm, texts }: MailOrigin, account: Recipient, link: MailLink): Mail {
  const name = realm.displayName;
  return toMail(texts, account, texts.verification.title(name), [
    texts.mails.verification(name),
    ...toLinkParagraphs(texts, link, texts.mails.verificationIgnore),
  ]);
}

/** The mail that tells a person of a change to how they sign in. */
export function toNoticeMail(
  { realm, texts }: MailOrigin,
  account: Recipient,
  change: AccountChangeNotice,
): Mail {
  const name = realm.displayName;
  return toMail(texts, account, texts.mails.noticeSubject(name), [
    [texts.mails.notice(texts.mails.notices[change], name, account.username)],
    [texts.mails.noticeAdvice],
  ]);
}

/** A paragraph of lines that are short enough for a text, or an address that is a link on a page. */
type Paragraph = readonly string[] | URL;

function toLinkParagraphs(
  { mails }: IdentityTexts,
  { url, seconds }: MailLink,
  ...advice: string[]
): Paragraph[] {
  const minutes = Math.round(seconds / 60);
  const time = minutes < 120 ? mails.minutes(minutes) : mails.hours(Math.round(minutes / 60));
  return [new URL(url), [mails.once(time), ...advice]];
}

function toMail(
  texts: IdentityTexts,
  account: Recipient,
  subject: string,
  paragraphs: readonly Paragraph[],
): Mail {
  const all: readonly Paragraph[] = [[texts.mails.greeting(account.firstName)], ...paragraphs];
  return {
    to: account.email,
    subject,
    text: `${all.map((one) => (one instanceof URL ? one.href : one.join('\n'))).join('\n\n')}\n`,
    html: toMailPage(
      texts,
      subject,
      all.map((one) => (one instanceof URL ? toAddressLink(one.href) : one.join(' '))),
    ),
  };
}
