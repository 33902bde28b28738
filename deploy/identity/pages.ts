import type { ServerResponse } from 'node:http';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { html, type Markup, raw } from '#platform/text/html.ts';
import { joinMarkup } from './fields.ts';
import { pageStyle, pageStyleHash } from './page-style.ts';
import { type PageView, toPageView, withoutSwitches } from './page-view.ts';
import type { Realm } from './realm.ts';

/** A page of the provider: no script, no foreign source, readable in light and in dark. */
export function renderPage({ language, texts, switches }: PageView, title: string, body: Markup): string {
  const links = switches.map(
    (other) =>
      html`<li><a href="${other.href}" lang="${other.language}" hreflang="${other.language}">${other.name}</a></li>`,
  );
  const choice =
    links.length === 0
      ? html``
      : html`<nav aria-label="${texts.otherLanguages}"><ul>${joinMarkup(links)}</ul></nav>`;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(pageStyle)}</style>
</head>
<body><main>${body}</main>${choice}</body>
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
export function renderSignOutPage(realm: Realm, ctx: KoaContextWithOIDC, form: string): void {
  const view = toProviderView(realm, ctx);
  const texts = view.texts.signOut;
  const target = ctx.oidc.params?.post_logout_redirect_uri;
  ctx.set(toPageHeaders(typeof target === 'string' ? [new URL(target).origin] : []));
  ctx.body = renderPage(
    view,
    texts.title,
    html`<h1>${texts.title}</h1>
<p>${texts.question}</p>
${raw(form)}
<button type="submit" form="op.logoutForm" name="logout" value="yes">${texts.title}</button>`,
  );
}

export function renderEndedPage(realm: Realm, ctx: KoaContextWithOIDC): void {
  const view = toProviderView(realm, ctx);
  const { doneTitle, done } = view.texts.signOut;
  ctx.set(toPageHeaders());
  ctx.body = renderPage(view, doneTitle, html`<h1>${doneTitle}</h1><p>${done}</p>`);
}

/** The reason is the protocol's, in English, as it is for whoever wrote the client. */
export function renderErrorPage(realm: Realm, ctx: KoaContextWithOIDC, out: ErrorOut): void {
  const view = toProviderView(realm, ctx);
  const texts = view.texts.failure;
  ctx.set(toPageHeaders());
  ctx.body = renderPage(
    view,
    texts.title,
    html`<h1>${texts.heading}</h1>
<p role="alert" lang="en">${out.error_description ?? out.error}</p>
<p>${texts.goBack}</p>`,
  );
}

/** The view of a page that oidc-provider sends. Its address may be that of a form, so it has no links to other languages. */
function toProviderView(realm: Realm, { req, oidc }: KoaContextWithOIDC): PageView {
  const { ui_locales: uiLocales } = (oidc?.params ?? {}) as { readonly ui_locales?: unknown };
  return withoutSwitches(toPageView(realm, req, typeof uiLocales === 'string' ? uiLocales : ''));
}
