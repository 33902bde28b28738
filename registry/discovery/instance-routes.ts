import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isSubgraphName, parseGraphRef } from '../graphs/graph-ref.ts';
import { type ApiKey, coversGraph, coversSubgraph, hasRight } from '../keys/api-key.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import type { InstanceName } from './instance.ts';
import { instanceRequestSchema, isInstanceId } from './instance-request.ts';

interface InstanceRoute {
  readonly Params: {
    readonly graph: string;
    readonly variant: string;
    readonly subgraph: string;
    readonly id: string;
  };
}

const path = '/graphs/:graph/:variant/subgraphs/:subgraph/instances/:id';

/**
 * Adds `PUT` and `DELETE /graphs/:graph/:variant/subgraphs/:subgraph/instances/:id`: a process that serves a subgraph says
 * where it is, says so again before its lease is over, and leaves. Both may be repeated. They need a key with the right
 * REGISTER for the subgraph.
 */
export function addInstanceRoutes(
  server: FastifyInstance,
  { callers, instances }: Pick<RegistryParts, 'callers' | 'instances'>,
): void {
  server.put<InstanceRoute>(path, async (request) => {
    const { name, key } = await requireInstance(request);
    const body = instanceRequestSchema.safeParse(request.body);
    if (!body.success) throw new RegistryRefusal('BAD_USER_INPUT', z.prettifyError(body.error));
    const { state, expiresAt } = await instances.register(name, body.data, key);
    return { state, expiresAt, leaseSeconds: body.data.leaseSeconds };
  });

  server.delete<InstanceRoute>(path, async (request, reply) => {
    const { name } = await requireInstance(request);
    await instances.leave(name);
    return reply.code(204).send();
  });

  async function requireInstance(
    request: FastifyRequest<InstanceRoute>,
  ): Promise<{ readonly name: InstanceName; readonly key: ApiKey }> {
    const { graph, variant, subgraph, id } = request.params;
    const key = await callers.find(request);
    if (key === undefined)
      throw new RegistryRefusal('UNAUTHENTICATED', 'The header x-api-key must have a key of this registry.');
    const ref = parseGraphRef(`${graph}@${variant}`);
    if (ref === undefined || !isSubgraphName(subgraph) || !isInstanceId(id))
      throw new RegistryRefusal(
        'BAD_USER_INPUT',
        'The path must name a graph, a variant, a subgraph and an instance, whose id has 1 to 64 letters, digits, dots, _ and -.',
      );
    if (!coversGraph(key, ref.graph)) throw new RegistryRefusal('NOT_FOUND', 'There is no such graph.');
    if (!hasRight(key, 'REGISTER', ref.graph) || !coversSubgraph(key, { ...ref, subgraph }))
      throw new RegistryRefusal('FORBIDDEN', `The key has no right REGISTER for the subgraph ${subgraph}.`);
    return { name: { ref, subgraph, id }, key };
  }
}
