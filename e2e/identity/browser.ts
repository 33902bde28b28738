/** A page as a browser shows it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** The end of a visit: at a page, or on the way out to the place the browser was told to stop at. */
export type Visit = { readonly page: Page } | { readonly left: URL };

/** A browser without scripts: cookies, redirects, links and forms. */
export interface Browser {
  open(url: string | URL): Promise<Visit>;
  /** Submits the page's first form that posts, its hidden fields included. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Visit>;
  /** Follows the first link whose address contains the text. */
  follow(page: Page, part: string): Promise<Visit>;
  /** The `Cookie` header that it sends to an address. */
  cookieFor(url: string | URL): string;
  /** Changes the value of a cookie, whatever its path. */
  changeCookie(name: string, change: (value: string) => string): void;
}

const maxRedirects = 10;

/**
 * @param stopAt the address, without query, whose visit is not made but given back
 * @param headers sent with each request
 */
export function createBrowser(
  stopAt: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Browser {
  const jar = new Map<string, { value: string; path: string }>();

  function cookiesFor(url: URL): string {
    return [...jar]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
  }

  function keep(header: string, url: URL): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const given = new Map(
      attributes.map((attribute) => {
        const [key = '', ...rest] = attribute.split('=');
        return [key.toLowerCase(), rest.join('=')] as const;
      }),
    );
    const path = given.get('path') ?? url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
    const expires = given.get('expires');
    const isOver =
      given.get('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (isOver) jar.delete(`${name} ${path}`);
    else jar.set(`${name} ${path}`, { value, path });
  }

  async function visit(start: URL, init: RequestInit): Promise<Visit> {
    let url = start;
    let request = init;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      if (stopAt.includes(`${url.origin}${url.pathname}`)) return { left: url };
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: { ...headers, accept: 'text/html', cookie: cookiesFor(url) },
        signal: AbortSignal.timeout(60_000),
      });
      for (const header of response.headers.getSetCookie()) keep(header, url);
      const html = await response.text();
      const location = response.headers.get('location');
      if (location === null) {
        return { page: { url: url.href, status: response.status, headers: response.headers, html } };
      }
      url = new URL(location, url);
      request = {};
    }
    throw new Error(`More than ${maxRedirects} redirects from ${start}.`);
  }

  return {
    open: (url) => visit(new URL(url), {}),
    async submit(page, fields) {
      const form = findForm(page);
      const body = new URLSearchParams({ ...form.hidden, ...fields });
      return visit(form.action, { method: 'POST', body });
    },
    async follow(page, part) {
      const links = [...page.html.matchAll(/<a\s[^>]*href="([^"]+)"/g)].map(([, href = '']) => decode(href));
      const link = links.find((href) => href.includes(part));
      if (link === undefined) throw new Error(`${page.url} has no link to ${part}.`);
      return visit(new URL(link, page.url), {});
    },
    cookieFor: (url) => cookiesFor(new URL(url)),
    changeCookie(name, change) {
      for (const [key, { value, path }] of jar)
        if (key === `${name} ${path}`) jar.set(key, { value: change(value), path });
    },
  };
}

export function expectPage(visit: Visit): Page {
  if ('left' in visit) throw new Error(`Left for ${visit.left} where a page was expected.`);
  return visit.page;
}

export function expectLeft(visit: Visit): URL {
  if ('page' in visit) {
    const { url, status, html } = visit.page;
    throw new Error(`Stayed at ${url} (${status}): ${html.replaceAll(/<[^>]*>|\s+/g, ' ').slice(0, 400)}`);
  }
  return visit.left;
}

function findForm(page: Page): { action: URL; hidden: Record<string, string> } {
  const form = /<form\b([^>]*\bmethod="post"[^>]*)>([\s\S]*?)<\/form>/i.exec(page.html);
  if (form === null) throw new Error(`${page.url} has no form that posts.`);
  const [, attributes = '', content = ''] = form;
  const inputs = [...content.matchAll(/<input\b[^>]*>/g)].map(([input]) => input);
  const hidden = inputs
    .filter((input) => attributeOf(input, 'type') === 'hidden')
    .map((input) => [attributeOf(input, 'name') ?? '', attributeOf(input, 'value') ?? '']);
  return {
    action: new URL(attributeOf(attributes, 'action') ?? page.url, page.url),
    hidden: Object.fromEntries(hidden),
  };
}

function attributeOf(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
