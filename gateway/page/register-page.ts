import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CompressedAssets } from './compressed-assets.ts';
import { PageLinksFile, toLinkHeader } from './page-links.ts';

export interface RegisterPageOptions {
  /**
   * The built page: `index.html`, `assets/` whose file names hold a hash of their content, and, if the build has written it,
   * `links.json` with the files of each address.
   */
  readonly folder: string;
}

/**
 * The page loads from this origin and talks to this origin, nothing else (Content Security Policy level 3); no script and no
 * style of it is inline, and no text becomes a script (Trusted Types).
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Paths that are the gateway's own, below which no address belongs to the page. */
const ownPaths = /^\/(?:graphql|auth|playground|healthz|readyz|metrics|assets)(?:\/|$)/;

/**
 * Serves a page of the product at `/`. An address that only the page knows is answered with `index.html`, so that it can be
 * opened, loaded again and shared; a missing file is not found. The document is read when it is asked for, so a new build counts from
 * the moment at which it has put its `index.html` in place.
 *
 * @throws when the folder has no page.
 */
export async function registerPage(app: FastifyInstance, { folder }: RegisterPageOptions): Promise<void> {
  await access(join(folder, 'index.html')).catch((cause: unknown) => {
    throw new Error(`PAGE_FOLDER must be a folder with index.html, and ${folder} is not.`, { cause });
  });
  const links = new PageLinksFile(join(folder, 'links.json'));
  const assets = new CompressedAssets(folder);
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', contentSecurityPolicy);
    });
    await scope.register(fastifyStatic, {
      root: resolve(folder),
      serve: false,
      dotfiles: 'ignore',
      // A file `x.br` beside `x` is sent to clients that take Brotli.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, file) =>
        response.header('cache-control', file.includes('/assets/') ? keptForGood : 'no-cache'),
    });
    scope.get('/*', async (request, reply) => {
      const [path = ''] = request.url.split('?');
      if (path === '/' || isNavigation(path, request.headers.accept)) {
        const link = toLinkHeader(await links.load(), path, request.headers['accept-language']);
        if (link !== undefined) reply.headers({ link, vary: 'accept-language' });
        return reply.sendFile('index.html');
      }
      if (!builtFile.test(path)) return reply.callNotFound();
      const name = path.slice(1);
      const asset =
        name.startsWith('assets/') && takesCompressed(request) ? await assets.find(name) : undefined;
      if (asset === undefined) return reply.sendFile(name);
      reply.headers({ 'cache-control': keptForGood, 'content-encoding': 'br', vary: 'accept-encoding' });
      return reply.type(asset.type).send(asset.content);
    });
  });
}

const keptForGood = 'public, max-age=31536000, immutable';

/** True if the whole file may be sent as Brotli has compressed it (RFC 9110, 12.5.3). */
function takesCompressed({ headers }: FastifyRequest): boolean {
  const codings = String(headers['accept-encoding'] ?? '').split(',');
  return (
    headers.range === undefined &&
    codings.some((coding) => /^\s*br\s*(?:;\s*q=(?:1|0?\.\d*[1-9]).*)?$/.test(coding))
  );
}

/** A file as the build names it: no part of its path begins with a dot, and its name has an ending. */
const builtFile = /^(?:\/[\w-][\w.-]*)*\/[\w-][\w.-]*\.[a-z0-9]+$/i;
/** The ending of a file name; addresses of pages have none. */
const fileEnding = /\.[^/]*$/;

/** True if a person goes to an address, and no page asks for a part of itself. */
function isNavigation(path: string, accept = ''): boolean {
  return !ownPaths.test(path) && !fileEnding.test(path) && /\btext\/html\b/.test(accept);
}
