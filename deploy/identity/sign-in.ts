import type { Account } from './accounts.ts';
import { noteSignIn } from './devices/note-sign-in.ts';
import { type Exchange, redirect, refuseMethod, toAsker, toPath } from './exchange.ts';
import { readForm } from './form.ts';
import { sayAll } from './page-problem.ts';
import { toPageView } from './page-view.ts';
import { sendPage } from './pages.ts';
import { parseRegistration, register } from './registration.ts';
import { findAttempt, type SignInAttempt } from './sign-in-attempt.ts';
import {
  renderExpired,
  renderRegistration,
  renderResetRequest,
  renderResetSent,
  renderSignIn,
} from './sign-in-pages.ts';
import { findNextStep } from './sign-in-steps.ts';
import { findStepPage, type StepOutcome, stepPages, stepPaths } from './step-forms.ts';

const registrationSuffix = '/registration';
const resetSuffix = '/reset-credentials';
const continueSuffix = '/continue';

type SignInPageHandler = (
  exchange: Exchange,
  attempt: SignInAttempt,
  form: URLSearchParams | undefined,
) => Promise<void>;

/** The pages by what follows the interaction's path. The form is undefined when a page is asked for. */
const handlers: Readonly<Record<string, SignInPageHandler>> = {
  '': takeSignIn,
  [registrationSuffix]: takeRegistration,
  [resetSuffix]: takeReset,
  [continueSuffix]: (exchange, attempt) => advance(exchange, attempt),
  ...Object.fromEntries(Object.keys(stepPages).map((suffix) => [suffix, takeStep])),
};

/**
 * Serves the pages for sign-in, registration and forgotten passwords, and takes their forms.
 *
 * The interaction's cookie is signed, bound to its path and same-site: a form on another page cannot use it.
 */
export async function serveSignIn(exchange: Exchange): Promise<void> {
  const attempt = await findAttempt(exchange);
  if (attempt === undefined) return sendPage(exchange.response, 400, renderExpired(exchange.view));
  const view = toPageView(exchange.realm, exchange.request, attempt.uiLocales);
  return servePage({ ...exchange, view }, attempt);
}

async function servePage(exchange: Exchange, attempt: SignInAttempt): Promise<void> {
  const { provider, realm, view, request, response } = exchange;
  if (attempt.prompt === 'consent') {
    // The clients are the house's own; there is nothing to ask.
    return provider.interactionFinished(request, response, { consent: {} });
  }
  const suffix = toSuffix(exchange, attempt);
  const handler = suffix === undefined ? undefined : handlers[suffix];
  const isAllowed =
    !(suffix === registrationSuffix && !realm.isRegistrationAllowed) &&
    !(suffix === resetSuffix && !realm.isPasswordResetAllowed);
  if (handler === undefined || !isAllowed) return sendPage(response, 404, renderExpired(view));
  if (request.method === 'GET') return handler(exchange, attempt, undefined);
  if (request.method !== 'POST') return refuseMethod(exchange);
  return handler(exchange, attempt, (await readForm(request)) ?? new URLSearchParams());
}

function toSuffix({ request }: Exchange, { path }: SignInAttempt): string | undefined {
  const asked = toPath(request);
  return asked === path || asked.startsWith(`${path}/`) ? asked.slice(path.length) : undefined;
}

async function takeSignIn(exchange: Exchange, attempt: SignInAttempt, form?: URLSearchParams): Promise<void> {
  if (form === undefined) return sendSignIn(exchange, attempt, attempt.loginHint);
  const username = form.get('username') ?? '';
  const account = await exchange.accounts.signIn(username, form.get('password') ?? '');
  if (account === undefined) {
    return sendSignIn(exchange, attempt, username, exchange.view.texts.problems.invalidLogin);
  }
  exchange.steps.begin(attempt.uid, account);
  return advance(exchange, attempt);
}

async function takeRegistration(
  exchange: Exchange,
  attempt: SignInAttempt,
  form?: URLSearchParams,
): Promise<void> {
  const { realm, view, accounts, response, steps } = exchange;
  const targets = [attempt.returnTo];
  if (form === undefined) {
    return sendPage(response, 200, renderRegistration(view, {}, [], attempt.path), targets);
  }
  const registration = parseRegistration(form);
  const result = await register(realm, accounts, registration);
  if ('account' in result) {
    steps.begin(attempt.uid, result.account);
    return advance(exchange, attempt);
  }
  const page = renderRegistration(view, registration, sayAll(view.texts, result.problems), attempt.path);
  sendPage(response, 422, page, targets);
}

async function takeReset(
  { view, accounts, mails, request, response }: Exchange,
  attempt: SignInAttempt,
  form?: URLSearchParams,
): Promise<void> {
  if (form === undefined) return sendPage(response, 200, renderResetRequest(view, attempt.path));
  const account = accounts.findByName(form.get('username') ?? '');
  if (account !== undefined) mails.sendReset(account, view.texts, toAsker(request));
  sendPage(response, 200, renderResetSent(view, attempt.path));
}

/** Serves the page of a step, or takes its form; whoever is not at that step is led to where they are. */
async function takeStep(exchange: Exchange, attempt: SignInAttempt, form?: URLSearchParams): Promise<void> {
  const account = findSignedIn(exchange, attempt);
  const step = account && findStepOf(exchange, attempt, account);
  const page = stepPages[toSuffix(exchange, attempt) ?? ''];
  if (account === undefined || page === undefined || page.step !== step) return advance(exchange, attempt);
  const outcome: StepOutcome =
    form === undefined
      ? { page: page.render(exchange, { account, attempt }) }
      : await page.take(exchange, { account, attempt, form });
  if (outcome === 'done') return advance(exchange, attempt);
  sendPage(exchange.response, outcome.status ?? 200, outcome.page, [attempt.returnTo]);
}

/** Leads on to the next step of a sign-in, and back to the client after the last one. */
async function advance(exchange: Exchange, attempt: SignInAttempt): Promise<void> {
  const { provider, steps, request, response } = exchange;
  const account = findSignedIn(exchange, attempt);
  if (account === undefined) return redirect(exchange, attempt.path);
  const step = findStepOf(exchange, attempt, account);
  if (step !== undefined) {
    findStepPage(step)?.enter?.(exchange, { account, attempt });
    return redirect(exchange, `${attempt.path}${stepPaths[step]}`);
  }
  steps.end(attempt.uid);
  noteSignIn(exchange, account);
  const result = { login: { accountId: account.id } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** The person whose password was right in this attempt. */
function findSignedIn({ steps, accounts }: Exchange, { uid }: SignInAttempt): Account | undefined {
  const progress = steps.find(uid);
  return progress && accounts.find(progress.accountId);
}

function findStepOf({ steps, realm }: Exchange, { uid }: SignInAttempt, account: Account) {
  return findNextStep(realm, account, steps.find(uid)?.hasSecondFactor ?? false);
}

function sendSignIn(
  { view, response }: Exchange,
  attempt: SignInAttempt,
  username: string,
  problem?: string,
): void {
  const page = renderSignIn(view, {
    clientName: attempt.clientName,
    username,
    problem,
    registrationPath: `${attempt.path}${registrationSuffix}`,
    resetPath: `${attempt.path}${resetSuffix}`,
  });
  sendPage(response, problem === undefined ? 200 : 401, page, [attempt.returnTo]);
}
