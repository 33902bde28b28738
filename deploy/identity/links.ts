import type { Account } from './accounts.ts';
import { forgetOtherDevices } from './devices/note-sign-in.ts';
import { type Exchange, refuseMethod } from './exchange.ts';
import { readForm } from './form.ts';
import {
  renderLinkDone,
  renderLinkExpired,
  renderLinkPassword,
  renderLinkVerification,
} from './link-pages.ts';
import type { OneTimeGrant } from './one-time-tokens.ts';
import { sayAll } from './page-problem.ts';
import { sendPage } from './pages.ts';
import { findNewPasswordProblems, parseNewPassword } from './password-change.ts';

/**
 * Serves the page that the link of a mail opens. Opening it changes nothing; the form takes the link's one use. The secret
 * in the address is the proof, so the page needs no cookie.
 */
export async function serveLink(exchange: Exchange): Promise<void> {
  const { issuer, view, accounts, tokens, request, response } = exchange;
  const key = new URL(request.url ?? '/', issuer).searchParams.get('key') ?? '';
  const grant = tokens.find(key);
  const account = grant && accounts.find(grant.accountId);
  if (grant === undefined || account === undefined || account.email !== grant.email) {
    return sendPage(response, 400, renderLinkExpired(view, findHomeUrl(exchange)));
  }
  if (request.method === 'GET') return sendForm(exchange, account, grant);
  if (request.method !== 'POST') return refuseMethod(exchange);
  const form = (await readForm(request)) ?? new URLSearchParams();
  if (grant.actions.includes('UPDATE_PASSWORD')) return takePassword(exchange, account, { key, form });
  tokens.spend(key);
  verifyAddress(exchange, account);
  const text = view.texts.verification.done;
  sendPage(response, 200, renderLinkDone(view, text, findHomeUrl(exchange)));
}

function sendForm({ view, response }: Exchange, account: Account, { actions, email }: OneTimeGrant): void {
  const page = actions.includes('UPDATE_PASSWORD')
    ? renderLinkPassword(view, account.username, [])
    : renderLinkVerification(view, email);
  sendPage(response, 200, page);
}

async function takePassword(
  exchange: Exchange,
  account: Account,
  { key, form }: { readonly key: string; readonly form: URLSearchParams },
): Promise<void> {
  const { realm, view, accounts, tokens, ender, mails, response } = exchange;
  const given = parseNewPassword(form);
  const problems = await findNewPasswordProblems(realm, account, given);
  if (problems.length > 0) {
    return sendPage(response, 422, renderLinkPassword(view, account.username, sayAll(view.texts, problems)));
  }
  // Of two forms at the same time, one finds the link used.
  if (tokens.spend(key) === undefined) {
    return sendPage(response, 400, renderLinkExpired(view, findHomeUrl(exchange)));
  }
  await accounts.setPassword(account.id, given.password);
  tokens.forgetAccount(account.id);
  forgetOtherDevices(exchange, account);
  // The mail came to the address, so the address is the person's.
  verifyAddress(exchange, account);
  await ender.endAll(account.id);
  mails.sendNotice(account, 'PASSWORD_SET', view.texts);
  const text = view.texts.newPassword.done;
  sendPage(response, 200, renderLinkDone(view, text, findHomeUrl(exchange)));
}

function verifyAddress({ accounts }: Exchange, { id }: Account): void {
  const requiredActions = accounts.find(id)?.requiredActions.filter((action) => action !== 'VERIFY_EMAIL');
  accounts.update(id, { isEmailVerified: true, requiredActions: requiredActions ?? [] });
}

/** The page of the first client that has one. */
function findHomeUrl({ realm }: Exchange): string | undefined {
  return realm.clients.find(({ rootUrl }) => rootUrl !== undefined)?.rootUrl;
}
