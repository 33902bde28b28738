import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createKeyAuthor } from '../author.ts';
import { registryBounds } from '../bounds.ts';
import { coversSubgraph, hasRight } from '../keys/api-key.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { type GraphRef, parseGraphRef } from './graph-ref.ts';
import { publishSubgraphs } from './publish-subgraphs.ts';

/** The longest time of one publish, in milliseconds. */
const publishMs = 60_000;

const bodySchema = z.object({
  subgraphs: z
    .array(z.object({ name: z.string(), url: z.string().optional(), sdl: z.string() }))
    .min(1)
    .max(registryBounds.subgraphsPerVariant)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names a subgraph twice'),
});

/**
 * Adds `PUT /graphs/:graph/:variant/subgraphs`: publishes several subgraphs in one launch, which Rover cannot. Subgraphs that are
 * not named stay as they are.
 */
export function addPublishRoute(server: FastifyInstance, parts: RegistryParts, closing: AbortSignal): void {
  server.put<{ Params: GraphRef }>('/graphs/:graph/:variant/subgraphs', async (request) => {
    const ref = parseGraphRef(`${request.params.graph}@${request.params.variant}`);
    if (ref === undefined)
      throw new RegistryRefusal('BAD_USER_INPUT', 'The path names no graph and variant.');
    const key = await parts.callers.find(request);
    if (key === undefined || !hasRight(key, 'PUBLISH', ref.graph))
      throw new RegistryRefusal('FORBIDDEN', 'This needs a key with the right PUBLISH, as x-api-key.');
    const body = bodySchema.safeParse(request.body);
    if (!body.success) throw new RegistryRefusal('BAD_USER_INPUT', z.prettifyError(body.error));
    const published = body.data.subgraphs.map(({ name, url, sdl }) => ({ subgraph: name, url, sdl }));
    if (published.some(({ subgraph }) => !coversSubgraph(key, { ...ref, subgraph })))
      throw new RegistryRefusal('FORBIDDEN', 'The key is for other subgraphs.');
    const signal = AbortSignal.any([closing, AbortSignal.timeout(publishMs)]);
    const { number, hash, problems, created, updated } = await publishSubgraphs(
      parts.launcher,
      { ref, parts: published, git: null, author: createKeyAuthor(key) },
      signal,
    );
    return { launch: number, isComposed: hash !== undefined, problems, created, updated };
  });
}
