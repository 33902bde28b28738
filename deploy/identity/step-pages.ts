import { html, type Markup } from '#platform/text/html.ts';
import { joinMarkup, renderField, renderNewPasswordFields, renderProblems } from './fields.ts';
import { renderQrCode } from './otp/qr-code.ts';
import { type PageView, withoutSwitches } from './page-view.ts';
import { renderPage } from './pages.ts';
import type { IdentityTexts } from './texts/english.ts';

/** Asks for a code of the authenticator. */
export function renderOtp(
  view: PageView,
  problems: readonly string[],
  recoveryPath: string | undefined,
): string {
  const { otp: texts, signIn } = view.texts;
  const recovery =
    recoveryPath === undefined ? html`` : html`<p><a href="${recoveryPath}">${texts.useRecovery}</a></p>`;
  return renderPage(
    view,
    signIn.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
${renderProblems(problems)}
<form method="post">
${renderField({ name: 'otp', label: texts.field, autocomplete: 'one-time-code', isNumeric: true, isFocused: true })}
<button type="submit">${signIn.submit}</button>
</form>
${recovery}`,
  );
}

/** Asks for one of the codes that stand in for a lost authenticator. */
export function renderRecoveryCode(view: PageView, problems: readonly string[], otpPath: string): string {
  const { otp: texts, signIn } = view.texts;
  return renderPage(
    view,
    signIn.title(view.realm.displayName),
    html`<h1>${texts.recoveryHeading}</h1>
${renderProblems(problems)}
<form method="post">
${renderField({ name: 'recoveryCode', label: texts.recoveryField, isFocused: true })}
<button type="submit">${signIn.submit}</button>
</form>
<p><a href="${otpPath}">${texts.useApp}</a></p>`,
  );
}

/** Says that a mail was sent, and waits for its link to be opened. */
export function renderVerifyEmail(view: PageView, email: string, problems: readonly string[]): string {
  const texts = view.texts.verification;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
${renderProblems(problems)}
<p>${texts.text(email)}</p>
<form method="post">
<button type="submit" name="action" value="continue">${texts.goOn}</button>
<button type="submit" name="action" value="send">${texts.sendAgain}</button>
</form>`,
  );
}

/** Asks for a new password before the person goes on. */
export function renderNewPassword(view: PageView, problems: readonly string[], username: string): string {
  const texts = view.texts.newPassword;
  return renderPage(
    view,
    texts.title(view.realm.displayName),
    html`<h1>${texts.heading}</h1>
${renderProblems(problems)}
<form method="post">
<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>
${renderNewPasswordFields(view.texts)}
<button type="submit">${texts.submit}</button>
</form>`,
  );
}

/** The parts of a page on which a person sets up an authenticator. */
export interface OtpSetUp {
  readonly secret: string;
  readonly uri: string;
}

/** Renders the steps to set up an authenticator, but for the form that takes its first code. */
export function renderOtpSetUp({ otp: texts }: IdentityTexts, { secret, uri }: OtpSetUp): Markup {
  return html`<ol>
<li>${texts.openApp}</li>
<li>${texts.scan} <code id="otp-secret">${secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code></li>
<li>${texts.enter}</li>
</ol>
<p class="qr">${renderQrCode(uri)}</p>`;
}

/** Has the person set up an authenticator before going on. */
export function renderConfigureOtp(view: PageView, setUp: OtpSetUp, problems: readonly string[]): string {
  const texts = view.texts.otp;
  return renderPage(
    view,
    texts.setUpTitle(view.realm.displayName),
    html`<h1>${texts.setUpHeading}</h1>
${renderProblems(problems)}
${renderOtpSetUp(view.texts, setUp)}
<form method="post">
${renderField({ name: 'totp', label: texts.code, autocomplete: 'one-time-code', isNumeric: true, isFocused: true })}
<button type="submit">${texts.use}</button>
</form>`,
  );
}

/** Shows recovery codes, which are never shown again. */
export function renderRecoveryCodes({ otp: texts }: IdentityTexts, codes: readonly string[]): Markup {
  return html`<p>${texts.codesText}</p>
<ul class="codes">
${joinMarkup(codes.map((code) => html`<li><code>${code}</code></li>`))}
</ul>`;
}

export function renderNewRecoveryCodes(view: PageView, codes: readonly string[], nextPath: string): string {
  const texts = view.texts.otp;
  return renderPage(
    withoutSwitches(view),
    texts.codesTitle(view.realm.displayName),
    html`<h1>${texts.codesHeading}</h1>
${renderRecoveryCodes(view.texts, codes)}
<form method="post" action="${nextPath}">
<button type="submit">${texts.kept}</button>
</form>`,
  );
}
