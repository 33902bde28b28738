import { html, type Markup } from '#platform/text/html.ts';
import { renderNewPasswordFields, renderProblems } from './fields.ts';
import { type PageView, withoutSwitches } from './page-view.ts';
import { renderPage } from './pages.ts';

/** Asks for a new password, for whoever opened the link of a mail. */
export function renderLinkPassword(view: PageView, username: string, problems: readonly string[]): string {
  const texts = view.texts.newPassword;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
${renderProblems(problems)}
<p>${texts.ofAccount(username)}</p>
<form method="post">
<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>
${renderNewPasswordFields(view.texts)}
<button type="submit">${texts.submit}</button>
</form>`,
  );
}

/** Has a person confirm an address: programs that look at mails open links, and only people press buttons. */
export function renderLinkVerification(view: PageView, email: string): string {
  const texts = view.texts.verification;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
<p>${texts.question(email)}</p>
<form method="post"><button type="submit">${texts.yes}</button></form>`,
  );
}

export function renderLinkDone(view: PageView, text: string, homeUrl: string | undefined): string {
  return renderPage(
    withoutSwitches(view),
    view.realm.displayName,
    html`<h1>${view.texts.link.done}</h1>
<p role="status">${text}</p>
${renderHome(view, homeUrl)}`,
  );
}

export function renderLinkExpired(view: PageView, homeUrl: string | undefined): string {
  const texts = view.texts.link;
  return renderPage(
    view,
    view.realm.displayName,
    html`<h1>${texts.expiredHeading}</h1>
<p role="alert">${texts.expired}</p>
${renderHome(view, homeUrl)}`,
  );
}

function renderHome({ realm, texts }: PageView, homeUrl: string | undefined): Markup {
  return homeUrl === undefined
    ? html``
    : html`<p><a href="${homeUrl}">${texts.link.home(realm.displayName)}</a></p>`;
}
