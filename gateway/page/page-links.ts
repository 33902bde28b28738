import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';

/** A file of the page's folder that may stand in a header: no part begins with a dot. */
const file = z
  .string()
  .max(200)
  .regex(/^(?:[\w-][\w.~-]*\/)*[\w-][\w.~-]*\.(?:js|css)$/);
/** As many as fit into a header that clients and proxies accept. */
const files = z.array(file).max(50);
const pageLinks = z
  .array(z.object({ path: z.string().max(200), files, byLanguage: z.record(z.string(), files) }))
  .max(1_000);
/** A larger file has no links. */
const maxBytes = 1_000_000;

/** The files that an address of the page needs beside those that its document names. */
export type PageLinks = z.infer<typeof pageLinks>[number];

/** The links that the newest build of a page has written. */
export class PageLinksFile {
  readonly #path: string;
  #links: readonly PageLinks[] = [];
  /** The version of the file that the links are from. */
  #version = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads the file if it has changed; a page without it, or with anything else in it, goes without links. */
  async load(): Promise<readonly PageLinks[]> {
    try {
      const { size, mtimeMs, ino } = await stat(this.#path);
      const version = `${size} ${mtimeMs} ${ino}`;
      if (version !== this.#version) {
        this.#links = size > maxBytes ? [] : await parseLinks(this.#path);
        this.#version = version;
      }
      return this.#links;
    } catch {
      return [];
    }
  }
}

async function parseLinks(path: string): Promise<readonly PageLinks[]> {
  const { success, data } = pageLinks.safeParse(JSON.parse(await readFile(path, 'utf8')));
  return success ? data : [];
}

/**
 * The value of the header `Link` (RFC 8288) by which a browser asks for scripts and styles of an address as soon as its document
 * comes, before a script names them. Undefined if nothing is known of the address.
 *
 * @param acceptLanguage the languages of the browser (RFC 9110, 12.5.4); the first that the page has counts, or else its first
 */
export function toLinkHeader(
  links: readonly PageLinks[],
  path: string,
  acceptLanguage: string | undefined,
): string | undefined {
  const found = findLinks(links, path);
  if (found === undefined) return undefined;
  const files = [...found.files, ...findByLanguage(found.byLanguage, acceptLanguage)];
  return files.length === 0 ? undefined : files.map(toLink).join(', ');
}

/** A path without `*` comes before one with it, as in `/invoices/new`. */
function findLinks(links: readonly PageLinks[], path: string): PageLinks | undefined {
  const parts = path.split('/');
  return (
    links.find((one) => one.path === path) ??
    links.find((one) => {
      const pattern = one.path.split('/');
      return (
        pattern.length === parts.length && pattern.every((part, at) => part === '*' || part === parts[at])
      );
    })
  );
}

function findByLanguage(byLanguage: PageLinks['byLanguage'], acceptLanguage = ''): readonly string[] {
  const known = Object.keys(byLanguage);
  const wanted = acceptLanguage.split(',').map((range) => range.trim().slice(0, 2).toLowerCase());
  const language = wanted.find((one) => known.includes(one)) ?? known[0];
  return language === undefined ? [] : (byLanguage[language] ?? []);
}

// A style sheet is asked for as its element would ask, with CORS; otherwise it comes twice.
function toLink(name: string): string {
  return name.endsWith('.css')
    ? `</${name}>; rel=preload; as=style; crossorigin`
    : `</${name}>; rel=modulepreload`;
}
