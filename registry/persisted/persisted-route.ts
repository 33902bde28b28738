import type { FastifyInstance } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { findManifest } from './persisted-manifest.ts';

/**
 * Adds `GET /persisted/<hash>.json`, where gateways read a list of persisted queries. The hash is known to whoever may read the
 * variant; what it names never changes, so that caches may keep it.
 */
export function addPersistedRoute(server: FastifyInstance, db: PostgresJsDatabase): void {
  server.get<{ Params: { file: string } }>('/persisted/:file', async ({ params }, reply) => {
    const hash = /^([0-9a-f]{64})\.json$/.exec(params.file)?.[1];
    const text = hash === undefined ? undefined : await findManifest(db, hash);
    if (text === undefined) return reply.callNotFound();
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('application/json')
      .send(text);
  });
}
