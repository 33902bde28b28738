import { access } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { playgroundPath } from './playground-path.ts';

/** The configuration of the page, served as `config.json`; `src/gateway.ts` reads it. */
interface PlaygroundConfiguration {
  /** The name of the page. */
  readonly title: string;
  /** Path of the GraphQL endpoint on this server. */
  readonly endpoint: string;
  /** The text in the editor for a visitor who comes for the first time. */
  readonly defaultQuery: string;
  /** True if the routes of signing in are served. */
  readonly signsIn: boolean;
}

export interface RegisterPlaygroundOptions {
  readonly configuration: PlaygroundConfiguration;
  /** True if `/` leads to it. */
  readonly isHome: boolean;
  /** The built page. Default: what `vite build gateway/playground` made. */
  readonly folder?: string;
}

/**
 * The page loads from this origin and talks to this origin, nothing else (Content Security Policy level 3). Monaco sets
 * styles from scripts and brings fonts and images as data.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves GraphiQL at `/playground/`, and leads there from `/` unless a page is there. Where the page has not been built, as in an installation
 * without development packages, the log says so and both paths tell people; all else is served.
 */
export async function registerPlayground(
  app: FastifyInstance,
  { configuration, isHome, folder = join(import.meta.dirname, '../dist') }: RegisterPlaygroundOptions,
): Promise<void> {
  if (!(await isBuilt(folder))) {
    registerMissingPage(app, configuration.endpoint, isHome);
    return;
  }
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', contentSecurityPolicy);
    });
    for (const path of [...(isHome ? ['/'] : []), '/playground']) {
      scope.get(path, async (_request, reply) => reply.redirect(playgroundPath));
    }
    scope.get(`${playgroundPath}config.json`, async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return configuration;
    });
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: playgroundPath,
      cacheControl: false,
      setHeaders: (response, file) => response.header('cache-control', toCacheControl(file)),
    });
  });
}

/** The name of an asset holds a hash of its content; the page that names them must be asked for again. */
function toCacheControl(file: string): string {
  return file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function isBuilt(folder: string): Promise<boolean> {
  return access(join(folder, 'index.html')).then(
    () => true,
    () => false,
  );
}

function registerMissingPage(app: FastifyInstance, endpoint: string, isHome: boolean): void {
  const cure = 'npm ci && npm run playground:build';
  app.log.warn({ cure }, 'the playground is not built; all else is served');
  const text = `The playground is not built here (${cure}, or PLAYGROUND=false). GraphQL is at ${endpoint}.\n`;
  for (const path of [...(isHome ? ['/'] : []), '/playground', playgroundPath]) {
    app.get(path, async (_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send(text));
  }
}
