import { html } from '#platform/text/html.ts';
import { renderField, renderProblems } from './fields.ts';
import { type PageView, withoutSwitches } from './page-view.ts';
import { renderPage } from './pages.ts';
import type { Registration } from './registration.ts';

/** The texts of the sign-in page, and the addresses of the pages that it leads to. */
export interface SignInPage {
  readonly clientName: string;
  readonly username: string;
  readonly problem: string | undefined;
  readonly registrationPath: string;
  readonly resetPath: string;
}

export function renderSignIn(view: PageView, page: SignInPage): string {
  const { realm } = view;
  const texts = view.texts.signIn;
  const register = realm.isRegistrationAllowed
    ? html`<p>${texts.noAccount} <a href="${page.registrationPath}">${texts.register}</a></p>`
    : html``;
  const reset = realm.isPasswordResetAllowed
    ? html`<p><a href="${page.resetPath}">${texts.forgot}</a></p>`
    : html``;
  return renderPage(
    view,
    texts.title(realm.displayName),
    html`<h1>${texts.title(page.clientName)}</h1>
${renderProblems(page.problem === undefined ? [] : [page.problem])}
<form method="post">
${renderField({ name: 'username', label: texts.username, value: page.username, autocomplete: 'username', isFocused: true })}
${renderField({ name: 'password', label: texts.password, type: 'password', autocomplete: 'current-password' })}
<button type="submit">${texts.submit}</button>
</form>
${reset}
${register}`,
  );
}

export function renderRegistration(
  view: PageView,
  given: Partial<Registration>,
  problems: readonly string[],
  signInPath: string,
): string {
  const { registration: texts, signIn } = view.texts;
  const { username = '', email = '', firstName = '', lastName = '' } = given;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
${renderProblems(problems)}
<form method="post">
${renderField({ name: 'username', label: texts.username, value: username, autocomplete: 'username' })}
${renderField({ name: 'email', label: texts.email, value: email, autocomplete: 'email', type: 'email' })}
${renderField({ name: 'firstName', label: texts.firstName, value: firstName, autocomplete: 'given-name' })}
${renderField({ name: 'lastName', label: texts.lastName, value: lastName, autocomplete: 'family-name' })}
${renderField({ name: 'password', label: signIn.password, type: 'password', autocomplete: 'new-password' })}
${renderField({ name: 'password-confirm', label: texts.passwordAgain, type: 'password', autocomplete: 'new-password' })}
<button type="submit">${signIn.register}</button>
</form>
<p><a href="${signInPath}">${signIn.back}</a></p>`,
  );
}

/** Asks whose password was forgotten. */
export function renderResetRequest(view: PageView, signInPath: string): string {
  const { reset: texts, signIn } = view.texts;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
<p>${texts.text}</p>
<form method="post">
${renderField({ name: 'username', label: signIn.username, autocomplete: 'username', isFocused: true })}
<button type="submit">${texts.submit}</button>
</form>
<p><a href="${signInPath}">${signIn.back}</a></p>`,
  );
}

/** Says the same whether or not there is such an account. */
export function renderResetSent(view: PageView, signInPath: string): string {
  const { reset: texts, signIn } = view.texts;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.sentHeading}</h1>
<p role="status">${texts.sent}</p>
<p><a href="${signInPath}">${signIn.back}</a></p>`,
  );
}

export function renderExpired(view: PageView): string {
  const texts = view.texts.signIn;
  return renderPage(
    withoutSwitches(view),
    texts.title(view.realm.displayName),
    html`<h1>${texts.expiredHeading}</h1>
<p role="alert">${texts.expired}</p>
<p>${texts.startAgain}</p>`,
  );
}
