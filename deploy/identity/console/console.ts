import { type Exchange, redirect, refuseMethod, toPath } from '../exchange.ts';
import { readForm } from '../form.ts';
import { createRecoveryCodes } from '../otp/recovery-codes.ts';
import { sendPage } from '../pages.ts';
import { findNewPasswordProblems, parseNewPassword } from '../password-change.ts';
import { toConsoleSignInUrl } from './console-client.ts';
import { renderConsole, renderConsoleCodes, renderConsoleOtp, toConsoleAddress } from './console-pages.ts';
import { type ConsoleSession, findConsoleSession, isOwnForm } from './console-session.ts';

type ConsoleForm = (exchange: Exchange, session: ConsoleSession, form: URLSearchParams) => Promise<void>;

/** The forms by what follows the console's path. */
const forms: Readonly<Record<string, ConsoleForm>> = {
  '/password': changePassword,
  '/otp': confirmOtp,
  '/otp/remove': removeOtp,
  '/recovery-codes': renewRecoveryCodes,
  '/sessions': endOtherSessions,
};

const wrongEntry = 'The present password is wrong.';

/** Serves the pages on which people change password, authenticator and sessions, as Keycloak's account console does. */
export async function serveConsole(exchange: Exchange): Promise<void> {
  const { realm, issuer, request, response } = exchange;
  const session = await findConsoleSession(exchange);
  if (session === undefined) return redirect(exchange, toConsoleSignInUrl(issuer));
  const rest = toPath(request).slice(toConsoleAddress(realm).length);
  if (request.method === 'GET') {
    if (rest === '/otp' && session.account.otp === undefined) return sendOtp(exchange, session, []);
    // The code of a sign-in stays in no address bar.
    if (rest !== '' || request.url?.includes('?')) return redirect(exchange, toConsoleAddress(realm));
    return sendConsole(exchange, session, {});
  }
  if (request.method !== 'POST') return refuseMethod(exchange);
  const form = await readForm(request);
  const handler = forms[rest];
  if (form === undefined || handler === undefined || !isOwnForm(session, form)) {
    const problems = ['The form was not taken. Try again.'];
    return sendPage(response, 403, renderConsole(realm, toContent(exchange, session, { problems })));
  }
  return handler(exchange, session, form);
}

async function changePassword(
  exchange: Exchange,
  session: ConsoleSession,
  form: URLSearchParams,
): Promise<void> {
  const { realm, accounts, ender, mails, tokens } = exchange;
  const { account, uid } = session;
  const given = parseNewPassword(form);
  const problems = [
    ...((await isPasswordRight(exchange, session, form)) ? [] : [wrongEntry]),
    ...(await findNewPasswordProblems(realm, account, given)),
  ];
  if (problems.length > 0) return sendConsole(exchange, session, { problems });
  await accounts.setPassword(account.id, given.password);
  tokens.forgetAccount(account.id);
  await ender.endAll(account.id, uid);
  mails.sendNotice(account, 'A new password was set for you');
  return sendConsole(exchange, session, { done: 'The password is changed, and other sessions have ended.' });
}

async function confirmOtp(exchange: Exchange, session: ConsoleSession, form: URLSearchParams): Promise<void> {
  const { realm, enrolments, mails, response } = exchange;
  if (session.account.otp !== undefined) return redirect(exchange, toConsoleAddress(realm));
  if (!(await isPasswordRight(exchange, session, form))) return sendOtp(exchange, session, [wrongEntry]);
  const codes = enrolments.confirm(session.account, form.get('totp') ?? '');
  if (codes === undefined) return sendOtp(exchange, session, ['Invalid authenticator code.']);
  mails.sendNotice(session.account, 'An authenticator app was set up');
  sendPage(response, 200, renderConsoleCodes(realm, codes));
}

async function removeOtp(exchange: Exchange, session: ConsoleSession, form: URLSearchParams): Promise<void> {
  if (!(await isPasswordRight(exchange, session, form))) {
    return sendConsole(exchange, session, { problems: [wrongEntry] });
  }
  exchange.accounts.update(session.account.id, { otp: undefined, recoveryCodes: undefined });
  exchange.mails.sendNotice(session.account, 'The authenticator app was removed');
  return sendConsole(exchange, session, { done: 'The authenticator is removed.' });
}

async function renewRecoveryCodes(
  exchange: Exchange,
  session: ConsoleSession,
  form: URLSearchParams,
): Promise<void> {
  const { realm, accounts, response } = exchange;
  if (session.account.otp === undefined) return redirect(exchange, toConsoleAddress(realm));
  if (!(await isPasswordRight(exchange, session, form))) {
    return sendConsole(exchange, session, { problems: [wrongEntry] });
  }
  const { texts, codes } = createRecoveryCodes();
  accounts.update(session.account.id, { recoveryCodes: codes });
  sendPage(response, 200, renderConsoleCodes(realm, texts));
}

async function endOtherSessions(exchange: Exchange, session: ConsoleSession): Promise<void> {
  const ended = await exchange.ender.endAll(session.account.id, session.uid);
  return sendConsole(exchange, session, { done: `Sessions that have ended: ${ended}.` });
}

function isPasswordRight(
  { accounts }: Exchange,
  { account }: ConsoleSession,
  form: URLSearchParams,
): Promise<boolean> {
  return accounts.isPasswordOf(account.id, form.get('password') ?? '');
}

function sendOtp(
  { realm, enrolments, response }: Exchange,
  session: ConsoleSession,
  problems: readonly string[],
): void {
  const page = renderConsoleOtp(realm, session, enrolments.begin(session.account), problems);
  sendPage(response, problems.length === 0 ? 200 : 422, page);
}

async function sendConsole(
  exchange: Exchange,
  session: ConsoleSession,
  outcome: { readonly problems?: readonly string[]; readonly done?: string },
): Promise<void> {
  const page = renderConsole(exchange.realm, toContent(exchange, session, outcome));
  sendPage(exchange.response, outcome.problems === undefined ? 200 : 422, page);
}

function toContent(
  { accounts, state }: Exchange,
  session: ConsoleSession,
  { problems = [], done }: { readonly problems?: readonly string[]; readonly done?: string },
) {
  const account = accounts.find(session.account.id) ?? session.account;
  return { session: { ...session, account }, sessions: state.sessionsOf(account.id), problems, done };
}
