import { joinMarkup, renderField, renderNewPasswordFields, renderProblems } from './fields.ts';
import { html, type Markup } from './html.ts';
import { renderQrCode } from './otp/qr-code.ts';
import { renderPage } from './pages.ts';
import type { Realm } from './realm.ts';

/** Asks for a code of the authenticator. */
export function renderOtp(
  realm: Realm,
  problems: readonly string[],
  recoveryPath: string | undefined,
): string {
  const recovery =
    recoveryPath === undefined ? html`` : html`<p><a href="${recoveryPath}">Use a recovery code</a></p>`;
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>One-time code</h1>
${renderProblems(problems)}
<form method="post">
${renderField({ name: 'otp', label: 'Code of your authenticator app', autocomplete: 'one-time-code', isNumeric: true, isFocused: true })}
<button type="submit">Sign in</button>
</form>
${recovery}`,
  );
}

/** Asks for one of the codes that stand in for a lost authenticator. */
export function renderRecoveryCode(realm: Realm, problems: readonly string[], otpPath: string): string {
  return renderPage(
    `Sign in to ${realm.displayName}`,
    html`<h1>Recovery code</h1>
${renderProblems(problems)}
<form method="post">
${renderField({ name: 'recoveryCode', label: 'One of your recovery codes', isFocused: true })}
<button type="submit">Sign in</button>
</form>
<p><a href="${otpPath}">Use your authenticator app</a></p>`,
  );
}

/** Says that a mail was sent, and waits for its link to be opened. */
export function renderVerifyEmail(realm: Realm, email: string, problems: readonly string[]): string {
  return renderPage(
    `Verify your email address for ${realm.displayName}`,
    html`<h1>Verify your email address</h1>
${renderProblems(problems)}
<p>You need to verify your email address. A mail with a link went to ${email}. Open the link, then go on here.</p>
<form method="post">
<button type="submit" name="action" value="continue">Go on</button>
<button type="submit" name="action" value="send">Send the mail again</button>
</form>`,
  );
}

/** Asks for a new password before the person goes on. */
export function renderNewPassword(realm: Realm, problems: readonly string[], username: string): string {
  return renderPage(
    `Update your ${realm.displayName} password`,
    html`<h1>Choose a new password</h1>
${renderProblems(problems)}
<form method="post">
<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>
${renderNewPasswordFields()}
<button type="submit">Set the password</button>
</form>`,
  );
}

/** The parts of a page on which a person sets up an authenticator. */
export interface OtpSetUp {
  readonly secret: string;
  readonly uri: string;
}

/** Renders the steps to set up an authenticator, but for the form that takes its first code. */
export function renderOtpSetUp({ secret, uri }: OtpSetUp): Markup {
  return html`<ol>
<li>Open an authenticator app on your phone.</li>
<li>Scan this code, or type the key: <code id="otp-secret">${secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code></li>
<li>Enter the code that the app shows.</li>
</ol>
<p class="qr">${renderQrCode(uri)}</p>`;
}

/** Has the person set up an authenticator before going on. */
export function renderConfigureOtp(realm: Realm, setUp: OtpSetUp, problems: readonly string[]): string {
  return renderPage(
    `Set up an authenticator for ${realm.displayName}`,
    html`<h1>Set up an authenticator app</h1>
${renderProblems(problems)}
${renderOtpSetUp(setUp)}
<form method="post">
${renderField({ name: 'totp', label: 'Code', autocomplete: 'one-time-code', isNumeric: true, isFocused: true })}
<button type="submit">Use this authenticator</button>
</form>`,
  );
}

/** Shows recovery codes, which are never shown again. */
export function renderRecoveryCodes(codes: readonly string[]): Markup {
  return html`<p>If you lose your authenticator, each of these codes signs you in once. They are not shown again:
print them, or keep them where you keep passwords.</p>
<ul class="codes">
${joinMarkup(codes.map((code) => html`<li><code>${code}</code></li>`))}
</ul>`;
}

export function renderNewRecoveryCodes(realm: Realm, codes: readonly string[], nextPath: string): string {
  return renderPage(
    `Recovery codes of ${realm.displayName}`,
    html`<h1>Keep your recovery codes</h1>
${renderRecoveryCodes(codes)}
<form method="post" action="${nextPath}">
<button type="submit">I have kept them</button>
</form>`,
  );
}
