import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Account, Accounts } from './accounts.ts';
import { readForm } from './form.ts';
import { sendPage } from './pages.ts';
import type { Realm } from './realm.ts';
import { parseRegistration, register } from './registration.ts';
import { renderExpired, renderRegistration, renderSignIn } from './sign-in-pages.ts';

export interface SignInParts {
  readonly provider: Provider;
  readonly realm: Realm;
  readonly accounts: Accounts;
  /** Path of the sign-in page, to which the interaction's id is added. */
  readonly signInPath: string;
}

/** The interaction a request belongs to, as its cookie proves. */
interface Attempt {
  readonly path: string;
  readonly prompt: string;
  readonly clientName: string;
  /** The origin the browser is sent back to. */
  readonly returnTo: string;
  readonly loginHint: string;
}

type Exchange = SignInParts & { readonly request: IncomingMessage; readonly response: ServerResponse };

const registrationSuffix = '/registration';

/**
 * Serves the pages for sign-in and registration and takes their forms.
 *
 * The interaction's cookie is signed, bound to its path and same-site: a form on another page cannot use it.
 */
export async function serveSignIn(exchange: Exchange): Promise<void> {
  const { provider, realm, request, response } = exchange;
  const attempt = await findAttempt(exchange);
  if (attempt === undefined) return sendPage(response, 400, renderExpired(realm));
  if (attempt.prompt === 'consent') {
    // The clients are the house's own; there is nothing to ask.
    return provider.interactionFinished(request, response, { consent: {} });
  }
  const isRegistration = toPath(request) === `${attempt.path}${registrationSuffix}`;
  if (isRegistration ? !realm.isRegistrationAllowed : toPath(request) !== attempt.path) {
    return sendPage(response, 404, renderExpired(realm));
  }
  if (request.method === 'GET') {
    const page = isRegistration
      ? renderRegistration(realm, {}, [], attempt.path)
      : renderSignInOf(realm, attempt, attempt.loginHint);
    return sendPage(response, 200, page, [attempt.returnTo]);
  }
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'GET, POST' }).end();
    return;
  }
  return isRegistration ? takeRegistration(exchange, attempt) : takeSignIn(exchange, attempt);
}

async function takeSignIn(exchange: Exchange, attempt: Attempt): Promise<void> {
  const { realm, accounts, request, response } = exchange;
  const form = await readForm(request);
  const username = form?.get('username') ?? '';
  const account = await accounts.signIn(username, form?.get('password') ?? '');
  if (account !== undefined) return finish(exchange, account);
  const page = renderSignInOf(realm, attempt, username, 'Invalid username or password.');
  sendPage(response, 401, page, [attempt.returnTo]);
}

async function takeRegistration(exchange: Exchange, attempt: Attempt): Promise<void> {
  const { realm, accounts, request, response } = exchange;
  const registration = parseRegistration((await readForm(request)) ?? new URLSearchParams());
  const result = await register(realm, accounts, registration);
  if ('account' in result) return finish(exchange, result.account);
  const page = renderRegistration(realm, registration, result.problems, attempt.path);
  sendPage(response, 422, page, [attempt.returnTo]);
}

function finish({ provider, request, response }: Exchange, account: Account): Promise<void> {
  const result = { login: { accountId: account.id } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function renderSignInOf(realm: Realm, attempt: Attempt, username: string, problem?: string): string {
  const { clientName, path } = attempt;
  const page = { clientName, username, ...(problem === undefined ? {} : { problem }) };
  return renderSignIn(realm, page, `${path}${registrationSuffix}`);
}

async function findAttempt({
  provider,
  signInPath,
  request,
  response,
}: Exchange): Promise<Attempt | undefined> {
  try {
    const { params, prompt, uid } = await provider.interactionDetails(request, response);
    const client = await provider.Client.find(String(params.client_id));
    return {
      path: `${signInPath}${uid}`,
      prompt: prompt.name,
      clientName: client?.clientName ?? String(params.client_id),
      returnTo: new URL(String(params.redirect_uri)).origin,
      loginHint: typeof params.login_hint === 'string' ? params.login_hint : '',
    };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

function toPath(request: IncomingMessage): string | undefined {
  return request.url?.split('?')[0];
}
