import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { html, type Markup, raw } from '#platform/text/html.ts';
import { portalStyle } from './portal-style.ts';

/** Writes several parts one after the other. */
export function join(parts: readonly Markup[]): Markup {
  return raw(parts.map(({ markup }) => markup).join(''));
}

/** Creates a whole page. */
export function createPageDocument(
  { title, language }: { readonly title: string; readonly language: DocumentLanguage },
  body: Markup,
): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(portalStyle)}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}
