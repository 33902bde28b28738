import { joinMarkup, renderField, renderNewPasswordFields, renderProblems } from '../fields.ts';
import { html, type Markup } from '../html.ts';
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
export function renderConsole(realm: Realm, content: ConsoleContent): string {
  const { session, problems, done } = content;
  const { account } = session;
  const home = realm.clients.find(({ rootUrl }) => rootUrl !== undefined)?.rootUrl;
  return renderPage(
    `Your ${realm.displayName} account`,
    html`<h1>Your account</h1>
${renderProblems(problems)}
${done === undefined ? html`` : html`<p role="status">${done}</p>`}
<p>${account.firstName} ${account.lastName}, ${account.username}, ${account.email ?? 'no email address'}</p>
${home === undefined ? html`` : html`<p><a href="${home}">Back to ${realm.displayName}</a></p>`}
${renderPassword(realm, session)}
${account.otp === undefined ? renderOtpOffer(realm) : renderOtpInUse(realm, session)}
${renderSessions(realm, content)}`,
  );
}

/** Renders the page on which a person sets up an authenticator. */
export function renderConsoleOtp(
  realm: Realm,
  session: ConsoleSession,
  setUp: OtpSetUp,
  problems: readonly string[],
): string {
  return renderPage(
    `Set up an authenticator for ${realm.displayName}`,
    html`<h1>Set up an authenticator app</h1>
${renderProblems(problems)}
${renderOtpSetUp(setUp)}
${renderForm(
  realm,
  session,
  'otp',
  html`${renderField({ name: 'totp', label: 'Code', autocomplete: 'one-time-code', isNumeric: true })}
${renderPasswordField('otp')}
<button type="submit">Use this authenticator</button>`,
)}
<p><a href="${toConsoleAddress(realm)}">Back to your account</a></p>`,
  );
}

/** Renders codes that were just made. */
export function renderConsoleCodes(realm: Realm, codes: readonly string[]): string {
  return renderPage(
    `Recovery codes of ${realm.displayName}`,
    html`<h1>Keep your recovery codes</h1>
${renderRecoveryCodes(codes)}
<p><a href="${toConsoleAddress(realm)}">Back to your account</a></p>`,
  );
}

export function toConsoleAddress(realm: Realm): string {
  return `/realms/${realm.name}${consolePath}`;
}

function renderPassword(realm: Realm, session: ConsoleSession): Markup {
  return html`<h2>Password</h2>
${renderForm(
  realm,
  session,
  'password',
  html`<input type="text" name="username" value="${session.account.username}" autocomplete="username" readonly hidden>
${renderPasswordField('change')}
${renderNewPasswordFields()}
<button type="submit">Change the password</button>`,
)}`;
}

function renderOtpOffer(realm: Realm): Markup {
  return html`<h2>Authenticator app</h2>
<p>Sign-in asks for the password only.</p>
<p><a href="${toConsoleAddress(realm)}/otp">Set up an authenticator app</a></p>`;
}

function renderOtpInUse(realm: Realm, session: ConsoleSession): Markup {
  const left = session.account.recoveryCodes?.hashes.length ?? 0;
  return html`<h2>Authenticator app</h2>
<p>Sign-in asks for a code. ${String(left)} recovery codes are left.</p>
${renderForm(
  realm,
  session,
  'recovery-codes',
  html`${renderPasswordField('codes')}
<button type="submit">Make new recovery codes</button>
<button type="submit" class="plain" formaction="${toConsoleAddress(realm)}/otp/remove">Remove the authenticator</button>`,
)}`;
}

function renderSessions(realm: Realm, { session, sessions }: ConsoleContent): Markup {
  const rows = sessions.map((each) => {
    const since = new Date(each.startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
    const names = each.clientIds.map(
      (id) => realm.clients.find(({ clientId }) => clientId === id)?.name ?? id,
    );
    const mark = each.uid === session.uid ? ' (this browser)' : '';
    return html`<li>Since ${since} UTC${mark}: ${names.join(', ') || 'no application'}</li>`;
  });
  const others = sessions.filter(({ uid }) => uid !== session.uid).length;
  const form =
    others === 0
      ? html``
      : renderForm(
          realm,
          session,
          'sessions',
          html`<button type="submit" class="plain">Sign out everywhere else</button>`,
        );
  return html`<h2>Sessions</h2>
<ul>${joinMarkup(rows)}</ul>
${form}`;
}

function renderForm(realm: Realm, { formToken }: ConsoleSession, action: string, content: Markup): Markup {
  return html`<form method="post" action="${toConsoleAddress(realm)}/${action}">
<input type="hidden" name="formToken" value="${formToken}">
${content}
</form>`;
}

function renderPasswordField(form: string): Markup {
  return renderField({
    name: 'password',
    id: `${form}-password`,
    label: 'Present password',
    type: 'password',
    autocomplete: 'current-password',
  });
}
