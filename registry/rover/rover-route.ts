import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RegistryParts } from '../registry-parts.ts';
import { type RoverAnswer, RoverApi, refuseOperation } from './answer-operation.ts';
import { drainRequest } from './drain-request.ts';
import { buildRoverSchema } from './rover-schema.ts';

/** The longest time of one operation, in milliseconds: Rover waits for 30 s. */
const operationMs = 28_000;

const bodySchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Adds the address that Rover takes as `APOLLO_REGISTRY_URL`. Every answer has status 200, refusals too: Rover repeats what is
 * answered with most other statuses for 30 s.
 */
export async function addRoverRoute(
  server: FastifyInstance,
  parts: RegistryParts,
  closing: AbortSignal,
): Promise<void> {
  const api = new RoverApi(await buildRoverSchema());
  server.post(
    '/api/graphql',
    {
      errorHandler: async (error, request, reply) => {
        if (!request.raw.complete) await drainRequest(request.raw);
        const { statusCode = 500, message } = error as { statusCode?: number; message: string };
        if (statusCode < 500) return reply.code(200).send(refuseOperation([message]));
        request.log.error({ err: error, requestId: request.id }, 'an operation failed');
        return reply
          .code(200)
          .send(refuseOperation([`Something went wrong here; the log names it by request ${request.id}.`]));
      },
    },
    async (request): Promise<RoverAnswer> => {
      const body = bodySchema.safeParse(request.body);
      if (!body.success)
        return refuseOperation(['The body must be JSON with query, operationName and variables.']);
      const { query, operationName, variables } = body.data;
      const key = await parts.callers.find(request);
      const signal = AbortSignal.any([closing, AbortSignal.timeout(operationMs)]);
      const operation = { query, operationName: operationName ?? undefined, variables: variables ?? {} };
      return api.answer(operation, { parts, key, signal });
    },
  );
}
