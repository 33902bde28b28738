import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '#platform/errors/coded-error.ts';
import { federationVersion } from '../composition/federation-version.ts';
import type { KeyRight } from '../keys/api-key.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { createTarball } from './create-tarball.ts';
import { parseSupergraphConfig } from './parse-supergraph-config.ts';
import { toBuildResult } from './to-build-result.ts';

/** The longest time of one composition, in milliseconds: the plugin waits for 60 s. */
const composeMs = 50_000;

/** The versions by which Rover asks for a plugin that composes as this registry does. */
const served = ['latest-2', `v${federationVersion}`];

/** The rights of which one is enough to compose. */
const composingRights: readonly KeyRight[] = ['READ', 'CHECK', 'PUBLISH', 'ADMIN'];

/**
 * Adds the addresses of Rover's plugin, for `APOLLO_ROVER_DOWNLOAD_HOST=…/plugins`: `rover supergraph compose` then takes it from
 * here instead of from Apollo, and it has the registry compose.
 */
export async function addPluginRoutes(
  server: FastifyInstance,
  parts: RegistryParts,
  closing: AbortSignal,
): Promise<void> {
  const program = await readFile(new URL('supergraph.cjs', import.meta.url));
  const tarball = await createTarball('dist/supergraph', program);

  server.get<{ Params: { version: string } }>(
    '/plugins/tar/supergraph/:target/:version',
    async (request, reply) => {
      if (!served.includes(request.params.version)) {
        const message = `This registry composes with federation ${federationVersion} alone: set federation_version to =${federationVersion}.`;
        throw new RegistryRefusal('NOT_FOUND', message);
      }
      return reply.type('application/gzip').header('x-version', `v${federationVersion}`).send(tarball);
    },
  );

  const yaml = { parseAs: 'string' as const };
  server.addContentTypeParser('application/yaml', yaml, (_request, body, done) => done(null, body));
  server.post('/compose', async (request, reply) => {
    const key = await parts.callers.find(request);
    if (key === undefined || !composingRights.some((right) => key.rights.has(right)))
      throw new RegistryRefusal('FORBIDDEN', 'Set APOLLO_KEY to a key of this registry.');
    const config = parseSupergraphConfig(String(request.body));
    if (typeof config === 'string') throw new RegistryRefusal('BAD_USER_INPUT', config);
    try {
      const signal = AbortSignal.any([closing, AbortSignal.timeout(composeMs)]);
      return toBuildResult(await parts.composer.compose(config, signal));
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return reply.code(503).send({ code: error.code, message: error.message });
    }
  });
}
