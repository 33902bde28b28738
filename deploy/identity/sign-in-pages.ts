import { html, type Markup } from './html.ts';
import { renderPage } from './pages.ts';
import type { Realm } from './realm.ts';
import type { Registration } from './registration.ts';

/** The texts of the sign-in page. */
export interface SignInPage {
  readonly clientName: string;
  readonly username: string;
  readonly problem?: string;
}

export function renderSignIn(realm: Realm, page: SignInPage, registrationPath: string): string {
  const register = realm.isRegistrationAllowed
    ? html`<p>No account yet? <a href="${registrationPath}">Register</a></p>`
    : html``;
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>Sign in to ${page.clientName}</h1>
${page.problem === undefined ? html`` : html`<p role="alert">${page.problem}</p>`}
<form method="post">
<label for="username">Username or email</label>
<input id="username" name="username" value="${page.username}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
${register}`,
  );
}

export function renderRegistration(
  realm: Realm,
  given: Partial<Registration>,
  problems: readonly string[],
  signInPath: string,
): string {
  const list = problems.map((problem) => `<li>${html`${problem}`.markup}</li>`).join('');
  return renderPage(
    `Register at ${realm.displayName}`,
    html`<h1>Register</h1>
${problems.length === 0 ? html`` : html`<div role="alert"><ul>${{ markup: list }}</ul></div>`}
<form method="post">
${field('username', 'Username', given.username, 'username')}
${field('email', 'Email', given.email, 'email', 'email')}
${field('firstName', 'First name', given.firstName, 'given-name')}
${field('lastName', 'Last name', given.lastName, 'family-name')}
${field('password', 'Password', '', 'new-password', 'password')}
${field('password-confirm', 'Password again', '', 'new-password', 'password')}
<button type="submit">Register</button>
</form>
<p><a href="${signInPath}">Back to sign-in</a></p>`,
  );
}

function field(name: string, label: string, value = '', autocomplete = 'off', type = 'text'): Markup {
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" required>`;
}

export function renderExpired(realm: Realm): string {
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>This sign-in has expired</h1>
<p role="alert">It took too long, was finished already, or cookies are turned off.</p>
<p>Go back to the page you came from and sign in again.</p>`,
  );
}
