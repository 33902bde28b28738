import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { fastify } from 'fastify';

/**
 * Finds the headers that helmet puts on every answer. Helmet would make them anew for each request, from a policy that it reads again.
 */
export async function findSecurityHeaders(
  options: FastifyHelmetOptions,
): Promise<Readonly<Record<string, string>>> {
  const server = fastify();
  try {
    await server.register(helmet, options);
    server.get('/', async (_request, reply) => reply.raw.getHeaders());
    return (await server.inject('/')).json<Record<string, string>>();
  } finally {
    await server.close();
  }
}
