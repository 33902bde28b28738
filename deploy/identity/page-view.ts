import type { IncomingMessage } from 'node:http';
import { parseAcceptLanguage } from '#platform/http/accept-language.ts';
import type { PageLanguage } from './page-language.ts';
import type { Realm } from './realm.ts';
import { type IdentityTexts, identityTextsEn } from './texts/english.ts';
import { identityTextsFr } from './texts/french.ts';

export const textsOf: Readonly<Record<PageLanguage, IdentityTexts>> = {
  en: identityTextsEn,
  fr: identityTextsFr,
};
/** The names of the languages, each in its own. */
const nameOf: Readonly<Record<PageLanguage, string>> = { en: 'English', fr: 'Français' };

/** Keycloak's parameter by which a page is asked for in another language, and its cookie that keeps the choice. */
const languageParameter = 'kc_locale';
const languageCookie = 'KEYCLOAK_LOCALE';
const cookieSeconds = 365 * 24 * 3600;

/** The realm and the language of a page. */
export interface PageView {
  readonly realm: Realm;
  readonly language: PageLanguage;
  readonly texts: IdentityTexts;
  /** The same page in other languages; empty where leaving the page would lose what it shows. */
  readonly switches: readonly LanguageSwitch[];
}

/** A link to a page in another language. */
interface LanguageSwitch {
  readonly language: PageLanguage;
  readonly name: string;
  readonly href: string;
}

/**
 * The view of a page that a request asks for. A choice on a page counts first, then the client's `ui_locales`
 * (OpenID Connect Core section 3.1.2.1), then the browser's languages (RFC 9110 section 12.5.4), then the realm's default.
 * At Keycloak `ui_locales` outweighs a choice of an earlier sign-in.
 */
export function toPageView(realm: Realm, request: IncomingMessage, uiLocales = ''): PageView {
  const wanted = [
    readCookie(request.headers.cookie ?? ''),
    ...uiLocales.split(' '),
    ...parseAcceptLanguage(request.headers['accept-language']),
  ];
  const known = wanted.map((tag) => findLanguage(realm, tag)).find((found) => found !== undefined);
  const language = known ?? realm.defaultLanguage;
  return {
    realm,
    language,
    texts: textsOf[language],
    switches: realm.languages
      .filter((other) => other !== language)
      .map((other) => ({ language: other, name: nameOf[other], href: toSwitchAddress(request, other) })),
  };
}

/** The view of a page that shows something once. */
export function withoutSwitches(view: PageView): PageView {
  return { ...view, switches: [] };
}

/**
 * The answer to the choice of a language: a cookie, and the page's own address. Undefined for a request that chooses nothing.
 */
export function findLanguageChoice(
  realm: Realm,
  request: IncomingMessage,
): { readonly cookie: string; readonly location: string } | undefined {
  if (request.method !== 'GET') return undefined;
  const url = toUrl(request);
  const language = findLanguage(realm, url.searchParams.get(languageParameter) ?? '');
  if (language === undefined) return undefined;
  url.searchParams.delete(languageParameter);
  return {
    cookie: `${languageCookie}=${language}; Path=/realms/${realm.name}/; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax`,
    location: toAddress(request, url),
  };
}

function findLanguage({ languages }: Realm, tag: string): PageLanguage | undefined {
  const primary = tag.split(/[-_]/)[0]?.toLowerCase();
  return languages.find((language) => language === primary);
}

function readCookie(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${languageCookie}=`))?.slice(languageCookie.length + 1) ?? '';
}

function toSwitchAddress(request: IncomingMessage, language: PageLanguage): string {
  const url = toUrl(request);
  url.searchParams.set(languageParameter, language);
  return toAddress(request, url);
}

/** The address of the page with other parameters. The path stays as it was sent: without its dots it could begin with another host. */
function toAddress({ url: sent = '/' }: IncomingMessage, { search }: URL): string {
  return `${sent.split('?')[0]}${search}`;
}

function toUrl({ url = '/' }: IncomingMessage): URL {
  return new URL(url, 'http://localhost');
}
