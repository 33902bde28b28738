import type { ServerResponse } from 'node:http';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { html, type Markup, raw } from './html.ts';
import { pageStyle, pageStyleHash } from './page-style.ts';

/** A page of the provider: no script, no foreign source, readable in light and in dark. */
export function renderPage(title: string, body: Markup): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(pageStyle)}</style>
</head>
<body><main>${body}</main></body>
</html>
`;
  return page.markup;
}

/**
 * The headers of a page. Chromium holds `form-action` against every redirect that follows a form, so the places a
 * form may lead to in the end must be among its targets.
 */
function toPageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  const formAction = ["'self'", ...formTargets].join(' ');
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `style-src '${pageStyleHash}'`,
      `form-action ${formAction}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

export function sendPage(
  response: ServerResponse,
  status: number,
  page: string,
  formTargets?: readonly string[],
): void {
  response.writeHead(status, toPageHeaders(formTargets));
  response.end(page);
}

/** Asks whether to sign out; shown when the request does not prove that it comes from a client of the session. */
export function renderSignOutPage(ctx: KoaContextWithOIDC, form: string): void {
  const target = ctx.oidc.params?.post_logout_redirect_uri;
  ctx.set(toPageHeaders(typeof target === 'string' ? [new URL(target).origin] : []));
  ctx.body = renderPage(
    'Sign out',
    html`<h1>Sign out</h1>
<p>Do you want to sign out of all pages that you have signed in to here?</p>
${raw(form)}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

export function renderEndedPage(ctx: KoaContextWithOIDC): void {
  ctx.set(toPageHeaders());
  ctx.body = renderPage('Signed out', html`<h1>Signed out</h1><p>You may close this page.</p>`);
}

export function renderErrorPage(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.set(toPageHeaders());
  ctx.body = renderPage(
    'Not possible',
    html`<h1>This request cannot be answered</h1>
<p role="alert">${out.error_description ?? out.error}</p>
<p>Go back to the page you came from and try again.</p>`,
  );
}
