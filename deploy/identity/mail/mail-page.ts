import { html, type Markup, raw } from '#platform/text/html.ts';
import type { IdentityTexts } from '../texts/english.ts';

/** Writes a mail as a page, for mail programs that show one. */
export function toMailPage(
  { mails }: IdentityTexts,
  subject: string,
  paragraphs: readonly (string | Markup)[],
): string {
  const body = paragraphs.map((paragraph) => html`<p>${paragraph}</p>`.markup).join('\n');
  const { markup } = html`<!doctype html>
<html lang="${mails.locale}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
${raw(body)}
</body></html>
`;
  return markup;
}

/** A link that shows its own address, so that people see where it leads. */
export function toAddressLink(url: string): Markup {
  return html`<a href="${url}">${url}</a>`;
}
