import { html } from '#platform/text/html.ts';
import type { BrowserName } from '../devices/browser-name.ts';
import type { IdentityTexts } from '../texts/english.ts';
import type { Mail } from './mail.ts';
import type { MailOrigin, Recipient } from './mails.ts';

/** A sign-in in a browser that was not known. */
export interface NewDeviceSignIn {
  readonly at: Date;
  readonly browser: BrowserName;
  /** The IPv4 address, or the network of an IPv6 address; empty if the connection has ended. */
  readonly network: string;
}

/** The mail that tells a person of a sign-in in a new browser, in text and HTML. */
export function toNewDeviceMail(
  { realm, texts }: MailOrigin,
  account: Recipient,
  { signIn, accountUrl }: { readonly signIn: NewDeviceSignIn; readonly accountUrl: string },
): Mail {
  const { greeting, newDevice } = texts.mails;
  const hello = greeting(account.firstName);
  const what = newDevice.text(realm.displayName, account.username);
  const facts = [
    [newDevice.time, toTime(texts, signIn.at)],
    [newDevice.browser, toBrowser(texts, signIn.browser)],
    [newDevice.network, signIn.network || newDevice.unknownNetwork],
  ] as const;
  const lines = facts.map(([name, value]) => `${name}${newDevice.colon} ${value}`);
  const subject = newDevice.subject(realm.displayName);
  const markup = html`<!doctype html>
<html lang="${newDevice.locale}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p>${hello}</p><p>${what.join(' ')}</p><p>${lines[0] ?? ''}<br>${lines[1] ?? ''}<br>${lines[2] ?? ''}</p>
<p>${newDevice.own}</p><p>${newDevice.foreign.join(' ')}</p><p><a href="${accountUrl}">${accountUrl}</a></p>
</body></html>
`;
  return {
    to: account.email,
    subject,
    text: [hello, what.join('\n'), lines.join('\n'), newDevice.own, newDevice.foreign.join('\n'), accountUrl]
      .join('\n\n')
      .concat('\n'),
    html: markup.markup,
  };
}

function toTime({ mails }: IdentityTexts, at: Date): string {
  const format = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(mails.newDevice.locale, format).format(at);
}

function toBrowser({ mails }: IdentityTexts, { browser, system }: BrowserName): string {
  const { on, unknownBrowser, unknownSystem } = mails.newDevice;
  return on(browser ?? unknownBrowser, system ?? unknownSystem);
}
