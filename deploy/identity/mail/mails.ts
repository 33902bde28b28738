import type { Account } from '../accounts.ts';
import type { Realm } from '../realm.ts';
import type { Mail } from './mail.ts';

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

/** The mail by which a person chooses a new password. */
export function toResetMail(realm: Realm, account: Recipient, link: MailLink): Mail {
  return toMail(account, `Reset your ${realm.displayName} password`, [
    `Somebody, most likely you, asked for a new password of the ${realm.displayName}`,
    `account ${account.username}. Open this address to choose one:`,
    '',
    link.url,
    '',
    `It can be used once, within ${toMinutes(link.seconds)}.`,
    'If you did not ask for it, do nothing: your password stays as it is.',
  ]);
}

/** The mail by which a person does what an administrator asks for. */
export function toActionsMail(realm: Realm, account: Recipient, link: MailLink): Mail {
  return toMail(account, `Update your ${realm.displayName} account`, [
    `An administrator of ${realm.displayName} asks you to update your account`,
    `${account.username}. Open this address to do so:`,
    '',
    link.url,
    '',
    `It can be used once, within ${toMinutes(link.seconds)}.`,
  ]);
}

/** The mail by which a person shows that an address is theirs. */
export function toVerificationMail(realm: Realm, account: Recipient, link: MailLink): Mail {
  return toMail(account, `Verify your email address for ${realm.displayName}`, [
    `Somebody made a ${realm.displayName} account with this email address. If it was you,`,
    'open this address to show that it is yours:',
    '',
    link.url,
    '',
    `It can be used once, within ${toMinutes(link.seconds)}.`,
    'If it was not you, do nothing.',
  ]);
}

/** The mail that tells a person of a change to how they sign in. */
export function toNoticeMail(realm: Realm, account: Recipient, change: string): Mail {
  return toMail(account, `Your ${realm.displayName} account was changed`, [
    `${change} of your ${realm.displayName} account ${account.username}.`,
    '',
    'If it was not you, reset your password at once, and tell an administrator.',
  ]);
}

function toMail(account: Recipient, subject: string, lines: readonly string[]): Mail {
  return { to: account.email, subject, text: `Hello ${account.firstName},\n\n${lines.join('\n')}\n` };
}

function toMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
