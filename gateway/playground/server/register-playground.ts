import { access } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '#platform/errors/coded-error.ts';

/** What the page is told, as `config.json`; `src/gateway.ts` reads it. */
export interface PlaygroundConfiguration {
  /** The name of the page. */
  readonly title: string;
  /** Path of the GraphQL endpoint on this server. */
  readonly endpoint: string;
  /** What the editor shows to who comes for the first time. */
  readonly defaultQuery: string;
  /** Whether `/auth/login` and its fellows are served. */
  readonly signsIn: boolean;
}

export interface RegisterPlaygroundOptions {
  readonly configuration: PlaygroundConfiguration;
  /** The built page. Default: what `vite build gateway/playground` made. */
  readonly folder?: string;
}

/** Where the page is; its `base` in vite.config.ts. */
export const playgroundPath = '/playground/';

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
 * Serves GraphiQL at `/playground/`, and leads there from `/`.
 *
 * @throws {CodedError} PLAYGROUND_NOT_BUILT when the page has not been built
 */
export async function registerPlayground(
  app: FastifyInstance,
  { configuration, folder = join(import.meta.dirname, '../dist') }: RegisterPlaygroundOptions,
): Promise<void> {
  await access(join(folder, 'index.html')).catch((cause: unknown) => {
    throw new CodedError(
      'PLAYGROUND_NOT_BUILT',
      `There is no built playground in ${folder}. Build it with: npx vite build gateway/playground`,
      { cause },
    );
  });
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', contentSecurityPolicy);
    });
    for (const path of ['/', '/playground']) {
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
