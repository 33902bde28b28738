import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { readForm } from './form.ts';
import { html } from './html.ts';
import { renderPage, sendPage } from './pages.ts';
import type { Realm } from './realm.ts';

export interface SignInParts {
  readonly provider: Provider;
  readonly realm: Realm;
  readonly accounts: Accounts;
}

/** The interaction a request belongs to, as its cookie proves. */
interface Attempt {
  readonly prompt: string;
  readonly clientName: string;
  /** The origin the browser is sent back to. */
  readonly returnTo: string;
  readonly loginHint: string;
}

/**
 * Serves the sign-in page and takes its form.
 *
 * The interaction's cookie is signed, bound to this path and same-site: a form on another page cannot use it.
 */
export async function serveSignIn(
  parts: SignInParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const attempt = await findAttempt(parts.provider, request, response);
  if (attempt === undefined) return sendPage(response, 400, renderExpired(parts.realm));
  if (attempt.prompt === 'consent') {
    // The clients are the house's own; there is nothing to ask.
    return parts.provider.interactionFinished(request, response, { consent: {} });
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    return sendPage(response, 200, renderForm(parts.realm, attempt), [attempt.returnTo]);
  }
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'GET, HEAD, POST' }).end();
    return;
  }
  await takeForm(parts, attempt, request, response);
}

async function takeForm(
  parts: SignInParts,
  attempt: Attempt,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const username = form?.get('username') ?? '';
  const account = await parts.accounts.signIn(username, form?.get('password') ?? '');
  if (account !== undefined) {
    return parts.provider.interactionFinished(
      request,
      response,
      { login: { accountId: account.id } },
      { mergeWithLastSubmission: false },
    );
  }
  const again = { ...attempt, loginHint: username };
  sendPage(response, 401, renderForm(parts.realm, again, 'Invalid username or password.'), [
    attempt.returnTo,
  ]);
}

async function findAttempt(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Attempt | undefined> {
  try {
    const { params, prompt, uid } = await provider.interactionDetails(request, response);
    if (request.url?.split('?')[0]?.endsWith(`/${uid}`) !== true) return undefined;
    const client = await provider.Client.find(String(params.client_id));
    return {
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

function renderForm(realm: Realm, attempt: Attempt, problem?: string): string {
  const alert = problem === undefined ? html`` : html`<p role="alert" id="problem">${problem}</p>`;
  const register = realm.isRegistrationAllowed
    ? html`<p>No account yet? <a href="/realms/${realm.name}/login-actions/registration">Register</a></p>`
    : html``;
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>Sign in to ${attempt.clientName}</h1>
${alert}
<form method="post">
<label for="username">Username or email</label>
<input id="username" name="username" value="${attempt.loginHint}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
${register}`,
  );
}

function renderExpired(realm: Realm): string {
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>This sign-in has expired</h1>
<p role="alert">It took too long, was finished already, or cookies are turned off.</p>
<p>Go back to the page you came from and sign in again.</p>`,
  );
}
