import type { DocumentLanguage } from '#documents/pdf/words.ts';

/** The languages of the portal. */
export const portalLanguages: readonly DocumentLanguage[] = ['en', 'fr'];

/** The language that a request asks for in its address, as a reader does who changes it; undefined if it asks for none. */
export function parseLanguage(given: unknown): DocumentLanguage | undefined {
  return portalLanguages.find((language) => language === given);
}

/** The first language of the browser (RFC 9110, 12.5.4) that the portal has, or else English. */
export function toBrowserLanguage(acceptLanguage: string | undefined): DocumentLanguage {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((range) => range.trim().slice(0, 2).toLowerCase());
  return wanted.map(parseLanguage).find((language) => language !== undefined) ?? 'en';
}
