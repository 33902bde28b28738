import { renderField, renderProblems } from './fields.ts';
import { html } from './html.ts';
import { renderPage } from './pages.ts';
import type { Realm } from './realm.ts';
import type { Registration } from './registration.ts';

/** The texts of the sign-in page, and the addresses of the pages that it leads to. */
export interface SignInPage {
  readonly clientName: string;
  readonly username: string;
  readonly problem: string | undefined;
  readonly registrationPath: string;
  readonly resetPath: string;
}

export function renderSignIn(realm: Realm, page: SignInPage): string {
  const register = realm.isRegistrationAllowed
    ? html`<p>No account yet? <a href="${page.registrationPath}">Register</a></p>`
    : html``;
  const reset = realm.isPasswordResetAllowed
    ? html`<p><a href="${page.resetPath}">Forgot password?</a></p>`
    : html``;
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>Sign in to ${page.clientName}</h1>
${renderProblems(page.problem === undefined ? [] : [page.problem])}
<form method="post">
${renderField({ name: 'username', label: 'Username or email', value: page.username, autocomplete: 'username', isFocused: true })}
${renderField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
<button type="submit">Sign in</button>
</form>
${reset}
${register}`,
  );
}

export function renderRegistration(
  realm: Realm,
  given: Partial<Registration>,
  problems: readonly string[],
  signInPath: string,
): string {
  const { username = '', email = '', firstName = '', lastName = '' } = given;
  return renderPage(
    `Register at ${realm.displayName}`,
    html`<h1>Register</h1>
${renderProblems(problems)}
<form method="post">
${renderField({ name: 'username', label: 'Username', value: username, autocomplete: 'username' })}
${renderField({ name: 'email', label: 'Email', value: email, autocomplete: 'email', type: 'email' })}
${renderField({ name: 'firstName', label: 'First name', value: firstName, autocomplete: 'given-name' })}
${renderField({ name: 'lastName', label: 'Last name', value: lastName, autocomplete: 'family-name' })}
${renderField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' })}
${renderField({ name: 'password-confirm', label: 'Password again', type: 'password', autocomplete: 'new-password' })}
<button type="submit">Register</button>
</form>
<p><a href="${signInPath}">Back to sign-in</a></p>`,
  );
}

/** Asks whose password was forgotten. */
export function renderResetRequest(realm: Realm, signInPath: string): string {
  return renderPage(
    `Reset your ${realm.displayName} password`,
    html`<h1>Forgot your password?</h1>
<p>Enter your username or email address. You get a mail with a link to choose a new password.</p>
<form method="post">
${renderField({ name: 'username', label: 'Username or email', autocomplete: 'username', isFocused: true })}
<button type="submit">Send the mail</button>
</form>
<p><a href="${signInPath}">Back to sign-in</a></p>`,
  );
}

/** Says the same whether or not there is such an account. */
export function renderResetSent(realm: Realm, signInPath: string): string {
  return renderPage(
    `Reset your ${realm.displayName} password`,
    html`<h1>Look at your mail</h1>
<p role="status">If there is such an account, you receive an email shortly with further instructions.</p>
<p><a href="${signInPath}">Back to sign-in</a></p>`,
  );
}

export function renderExpired(realm: Realm): string {
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>This sign-in has expired</h1>
<p role="alert">It took too long, was finished already, or cookies are turned off.</p>
<p>Go back to the page you came from and sign in again.</p>`,
  );
}
