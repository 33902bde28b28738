import type { IncomingMessage } from 'node:http';
import type { Exchange } from '../exchange.ts';
import { deviceBounds } from './known-devices.ts';

/** The cookie with the tokens of a browser, the latest first. */
const cookieName = 'identity_device';
const separator = '.';
const tokenForm = /^[\w-]{43}$/;

/** Reads the tokens that make a browser known; those of another form are left out. */
export function readDeviceTokens({ headers }: IncomingMessage): readonly string[] {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? '';
  return value.split(separator, deviceBounds.perBrowser).filter((token) => tokenForm.test(token));
}

/** Has the browser keep a token, beside those of its other latest accounts. */
export function keepDeviceToken(
  { issuer, realm, request, response }: Pick<Exchange, 'issuer' | 'realm' | 'request' | 'response'>,
  token: string,
): void {
  const others = readDeviceTokens(request).filter((other) => other !== token);
  const attributes = [
    `${cookieName}=${[token, ...others].slice(0, deviceBounds.perBrowser).join(separator)}`,
    `Path=/realms/${realm.name}/`,
    `Max-Age=${deviceBounds.days * 24 * 3600}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(issuer.startsWith('https:') ? ['Secure'] : []),
  ];
  response.appendHeader('set-cookie', attributes.join('; '));
}
