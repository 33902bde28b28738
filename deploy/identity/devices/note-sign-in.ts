import { toCountedAddress } from '#platform/http/client-address.ts';
import type { Account } from '../accounts.ts';
import type { Exchange } from '../exchange.ts';
import { textsOf } from '../page-view.ts';
import { parseBrowserName } from './browser-name.ts';
import { keepDeviceToken, readDeviceTokens } from './device-cookie.ts';

/**
 * Notes that a person has signed in, makes the browser known, and sends a mail if it was not. The first sign-in to an account that
 * was made here has no mail: it follows the registration, or the mail of the administrator who made the account.
 */
export function noteSignIn(exchange: Exchange, account: Account): void {
  const { devices, mails, view, request } = exchange;
  const token = devices.findToken(account.id, readDeviceTokens(request));
  const language = devices.findLanguage(account.id);
  const isFirst = language === undefined && account.createdAtMs > 0;
  if (token === undefined && !isFirst) {
    const signIn = {
      at: new Date(),
      browser: parseBrowserName(request.headers['user-agent']),
      network: toCountedAddress(request.socket.remoteAddress ?? ''),
    };
    mails.sendNewDevice(account, signIn, textsOf[language ?? view.language]);
  }
  keepDeviceToken(exchange, devices.note(account.id, token, view.language));
}

/** Makes all browsers of a person unknown but the one of the request, since the password has changed. */
export function forgetOtherDevices({ devices, request }: Exchange, { id }: Account): void {
  devices.forgetOthers(id, readDeviceTokens(request));
}
