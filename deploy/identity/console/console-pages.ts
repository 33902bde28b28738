import { html, type Markup } from '#platform/text/html.ts';
import { joinMarkup, renderField, renderNewPasswordFields, renderProblems } from '../fields.ts';
import { type PageView, withoutSwitches } from '../page-view.ts';
import { renderPage } from '../pages.ts';
import type { SessionSummary } from '../provider-state.ts';
import type { Realm } from '../realm.ts';
import { type OtpSetUp, renderOtpSetUp, renderRecoveryCodes } from '../step-pages.ts';
import { consolePath } from './console-client.ts';
import type { ConsoleSession } from './console-session.ts';

/** The content of the account console beyond the account. */
export interface ConsoleContent {
  readonly session: ConsoleSession;
  readonly sessions: readonly SessionSummary[];
  /** The problems of the form that was sent. */
  readonly problems: readonly string[];
  /** The result. */
  readonly done: string | undefined;
}

/** Renders the page on which people see and change how they sign in. */
export function renderConsole(view: PageView, content: ConsoleContent): string {
  const { realm } = view;
  const texts = view.texts.console;
  const { session, problems, done } = content;
  const { account } = session;
  const home = realm.clients.find(({ rootUrl }) => rootUrl !== undefined)?.rootUrl;
  return renderPage(
    view,
    texts.title(realm.displayName),
    html`<h1>${texts.heading}</h1>
${renderProblems(problems)}
${done === undefined ? html`` : html`<p role="status">${done}</p>`}
<p>${account.firstName} ${account.lastName}, ${account.username}, ${account.email ?? texts.noEmail}</p>
${home === undefined ? html`` : html`<p><a href="${home}">${texts.home(realm.displayName)}</a></p>`}
${renderPassword(view, session)}
${account.otp === undefined ? renderOtpOffer(view) : renderOtpInUse(view, session)}
${renderSessions(view, content)}`,
  );
}

/** Renders the page on which a person sets up an authenticator. */
export function renderConsoleOtp(
  view: PageView,
  session: ConsoleSession,
  setUp: OtpSetUp,
  problems: readonly string[],
): string {
  const { otp: texts, console: own } = view.texts;
  return renderPage(
    view,
    texts.setUpTitle(view.realm.displayName),
    html`<h1>${texts.setUpHeading}</h1>
${renderProblems(problems)}
${renderOtpSetUp(view.texts, setUp)}
${renderForm(
  view.realm,
  session,
  'otp',
  html`${renderField({ name: 'totp', label: texts.code, autocomplete: 'one-time-code', isNumeric: true })}
${renderPasswordField(view, 'otp')}
<button type="submit">${texts.use}</button>`,
)}
<p><a href="${toConsoleAddress(view.realm)}">${own.back}</a></p>`,
  );
}

/** Renders codes that were just made. */
export function renderConsoleCodes(view: PageView, codes: readonly string[]): string {
  const { otp: texts, console: own } = view.texts;
  return renderPage(
    withoutSwitches(view),
    texts.codesTitle(view.realm.displayName),
    html`<h1>${texts.codesHeading}</h1>
${renderRecoveryCodes(view.texts, codes)}
<p><a href="${toConsoleAddress(view.realm)}">${own.back}</a></p>`,
  );
}

export function toConsoleAddress(realm: Realm): string {
  return `/realms/${realm.name}${consolePath}`;
}

function renderPassword(view: PageView, session: ConsoleSession): Markup {
  return html`<h2>${view.texts.signIn.password}</h2>
${renderForm(
  view.realm,
  session,
  'password',
  html`<input type="text" name="username" value="${session.account.username}" autocomplete="username" readonly hidden>
${renderPasswordField(view, 'change')}
${renderNewPasswordFields(view.texts)}
<button type="submit">${view.texts.console.changePassword}</button>`,
)}`;
}

function renderOtpOffer({ realm, texts: { console: texts, otp } }: PageView): Markup {
  return html`<h2>${texts.app}</h2>
<p>${texts.passwordOnly}</p>
<p><a href="${toConsoleAddress(realm)}/otp">${otp.setUpHeading}</a></p>`;
}

function renderOtpInUse(view: PageView, session: ConsoleSession): Markup {
  const { realm } = view;
  const texts = view.texts.console;
  const left = session.account.recoveryCodes?.hashes.length ?? 0;
  return html`<h2>${texts.app}</h2>
<p>${texts.codesLeft(left)}</p>
${renderForm(
  realm,
  session,
  'recovery-codes',
  html`${renderPasswordField(view, 'codes')}
<button type="submit">${texts.newCodes}</button>
<button type="submit" class="plain" formaction="${toConsoleAddress(realm)}/otp/remove">${texts.removeApp}</button>`,
)}`;
}

function renderSessions(view: PageView, { session, sessions }: ConsoleContent): Markup {
  const { realm } = view;
  const texts = view.texts.console;
  const rows = sessions.map((each) => {
    const since = new Date(each.startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
    const names = each.clientIds.map(
      (id) => realm.clients.find(({ clientId }) => clientId === id)?.name ?? id,
    );
    const mark = each.uid === session.uid ? ` ${texts.thisBrowser}` : '';
    return html`<li>${texts.since(since)}${mark}: ${names.join(', ') || texts.noApplication}</li>`;
  });
  const others = sessions.filter(({ uid }) => uid !== session.uid).length;
  const form =
    others === 0
      ? html``
      : renderForm(
          realm,
          session,
          'sessions',
          html`<button type="submit" class="plain">${texts.endOthers}</button>`,
        );
  return html`<h2>${texts.sessions}</h2>
<ul>${joinMarkup(rows)}</ul>
${form}`;
}

function renderForm(realm: Realm, { formToken }: ConsoleSession, action: string, content: Markup): Markup {
  return html`<form method="post" action="${toConsoleAddress(realm)}/${action}">
<input type="hidden" name="formToken" value="${formToken}">
${content}
</form>`;
}

function renderPasswordField({ texts }: PageView, form: string): Markup {
  return renderField({
    name: 'password',
    id: `${form}-password`,
    label: texts.console.presentPassword,
    type: 'password',
    autocomplete: 'current-password',
  });
}
