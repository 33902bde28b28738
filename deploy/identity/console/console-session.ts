import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Session } from 'oidc-provider';
import type { Account } from '../accounts.ts';
import type { Exchange } from '../exchange.ts';
import type { ProviderKeys } from '../provider-keys.ts';

/** A browser that is signed in at the provider. */
export interface ConsoleSession {
  readonly uid: string;
  readonly account: Account;
  /** Must come with each form: a cookie alone may come from a page at another port of this machine. */
  readonly formToken: string;
}

/** The member of oidc-provider's model that its published types lack. */
interface SessionReader {
  get(context: { readonly req: IncomingMessage; readonly res: ServerResponse }): Promise<Session>;
}

/** Finds the session of the browser by its cookie; undefined if nobody is signed in. */
export async function findConsoleSession(exchange: Exchange): Promise<ConsoleSession | undefined> {
  const { provider, accounts, keys, request, response } = exchange;
  const reader = provider.Session as unknown as SessionReader;
  const { uid, accountId } = await reader.get({ req: request, res: response });
  const account = accountId === undefined ? undefined : accounts.find(accountId);
  return account && { uid, account, formToken: toFormToken(keys, uid) };
}

/** True if the form was rendered for this session. */
export function isOwnForm({ formToken }: ConsoleSession, form: URLSearchParams): boolean {
  const given = Buffer.from(form.get('formToken') ?? '');
  const expected = Buffer.from(formToken);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function toFormToken({ cookieKeys }: ProviderKeys, uid: string): string {
  const [key = ''] = cookieKeys;
  return createHmac('sha256', key).update(`account console ${uid}`).digest('base64url');
}
