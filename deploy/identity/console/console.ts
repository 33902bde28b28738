import { forgetOtherDevices } from '../devices/note-sign-in.ts';
import { type Exchange, redirect, refuseMethod, toPath } from '../exchange.ts';
import { readForm } from '../form.ts';
import { createRecoveryCodes } from '../otp/recovery-codes.ts';
import { sayAll } from '../page-problem.ts';
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

/** Serves the pages on which people change password, authenticator and sessions, as Keycloak's account console does. */
export async function serveConsole(exchange: Exchange): Promise<void> {
  const { realm, issuer, view, request, response } = exchange;
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
    const problems = [view.texts.problems.formNotTaken];
    return sendPage(response, 403, renderConsole(view, toContent(exchange, session, { problems })));
  }
  return handler(exchange, session, form);
}

async function changePassword(
  exchange: Exchange,
  session: ConsoleSession,
  form: URLSearchParams,
): Promise<void> {
  const { realm, view, accounts, ender, mails, tokens } = exchange;
  const { account, uid } = session;
  const given = parseNewPassword(form);
  const problems = [
    ...((await isPasswordRight(exchange, session, form)) ? [] : [view.texts.problems.wrongPassword]),
    ...sayAll(view.texts, await findNewPasswordProblems(realm, account, given)),
  ];
  if (problems.length > 0) return sendConsole(exchange, session, { problems });
  await accounts.setPassword(account.id, given.password);
  tokens.forgetAccount(account.id);
  forgetOtherDevices(exchange, account);
  await ender.endAll(account.id, uid);
  mails.sendNotice(account, 'PASSWORD_SET', view.texts);
  return sendConsole(exchange, session, { done: view.texts.console.passwordDone });
}

async function confirmOtp(exchange: Exchange, session: ConsoleSession, form: URLSearchParams): Promise<void> {
  const { realm, view, enrolments, mails, response } = exchange;
  const { wrongPassword, invalidOtp } = view.texts.problems;
  if (session.account.otp !== undefined) return redirect(exchange, toConsoleAddress(realm));
  if (!(await isPasswordRight(exchange, session, form))) return sendOtp(exchange, session, [wrongPassword]);
  const codes = enrolments.confirm(session.account, form.get('totp') ?? '');
  if (codes === undefined) return sendOtp(exchange, session, [invalidOtp]);
  mails.sendNotice(session.account, 'APP_SET_UP', view.texts);
  sendPage(response, 200, renderConsoleCodes(view, codes));
}

async function removeOtp(exchange: Exchange, session: ConsoleSession, form: URLSearchParams): Promise<void> {
  const { texts } = exchange.view;
  if (!(await isPasswordRight(exchange, session, form))) {
    return sendConsole(exchange, session, { problems: [texts.problems.wrongPassword] });
  }
  exchange.accounts.update(session.account.id, { otp: undefined, recoveryCodes: undefined });
  exchange.mails.sendNotice(session.account, 'APP_REMOVED', texts);
  return sendConsole(exchange, session, { done: texts.console.appRemoved });
}

async function renewRecoveryCodes(
  exchange: Exchange,
  session: ConsoleSession,
  form: URLSearchParams,
): Promise<void> {
  const { realm, view, accounts, response } = exchange;
  if (session.account.otp === undefined) return redirect(exchange, toConsoleAddress(realm));
  if (!(await isPasswordRight(exchange, session, form))) {
    return sendConsole(exchange, session, { problems: [view.texts.problems.wrongPassword] });
  }
  const { texts, codes } = createRecoveryCodes();
  accounts.update(session.account.id, { recoveryCodes: codes });
  sendPage(response, 200, renderConsoleCodes(view, texts));
}

async function endOtherSessions(exchange: Exchange, session: ConsoleSession): Promise<void> {
  const ended = await exchange.ender.endAll(session.account.id, session.uid);
  return sendConsole(exchange, session, { done: exchange.view.texts.console.sessionsEnded(ended) });
}

function isPasswordRight(
  { accounts }: Exchange,
  { account }: ConsoleSession,
  form: URLSearchParams,
): Promise<boolean> {
  return accounts.isPasswordOf(account.id, form.get('password') ?? '');
}

function sendOtp(
  { view, enrolments, response }: Exchange,
  session: ConsoleSession,
  problems: readonly string[],
): void {
  const page = renderConsoleOtp(view, session, enrolments.begin(session.account), problems);
  sendPage(response, problems.length === 0 ? 200 : 422, page);
}

async function sendConsole(
  exchange: Exchange,
  session: ConsoleSession,
  outcome: { readonly problems?: readonly string[]; readonly done?: string },
): Promise<void> {
  const page = renderConsole(exchange.view, toContent(exchange, session, outcome));
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
