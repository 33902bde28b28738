import { renderNewPasswordFields, renderProblems } from './fields.ts';
import { html, type Markup } from './html.ts';
import { renderPage } from './pages.ts';
import type { Realm } from './realm.ts';

/** Asks for a new password, for whoever opened the link of a mail. */
export function renderLinkPassword(realm: Realm, username: string, problems: readonly string[]): string {
  return renderPage(
    `Update your ${realm.displayName} password`,
    html`<h1>Choose a new password</h1>
${renderProblems(problems)}
<p>For the account ${username}. All sessions of it end.</p>
<form method="post">
<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>
${renderNewPasswordFields()}
<button type="submit">Set the password</button>
</form>`,
  );
}

/** Has a person confirm an address: programs that look at mails open links, and only people press buttons. */
export function renderLinkVerification(realm: Realm, email: string): string {
  return renderPage(
    `Verify your email address for ${realm.displayName}`,
    html`<h1>Verify your email address</h1>
<p>Is ${email} yours?</p>
<form method="post"><button type="submit">Yes, it is mine</button></form>`,
  );
}

export function renderLinkDone(realm: Realm, text: string, homeUrl: string | undefined): string {
  return renderPage(
    realm.displayName,
    html`<h1>Done</h1>
<p role="status">${text}</p>
${renderHome(realm, homeUrl)}`,
  );
}

export function renderLinkExpired(realm: Realm, homeUrl: string | undefined): string {
  return renderPage(
    realm.displayName,
    html`<h1>This link is not good any more</h1>
<p role="alert">It was used already, or its time is over. Ask for another one.</p>
${renderHome(realm, homeUrl)}`,
  );
}

function renderHome(realm: Realm, homeUrl: string | undefined): Markup {
  return homeUrl === undefined ? html`` : html`<p><a href="${homeUrl}">Go to ${realm.displayName}</a></p>`;
}
