import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { authorize } from './authorize.ts';
import { addFileRoutes } from './file-routes.ts';
import { addInvoiceRoutes } from './invoice-routes.ts';
import { createOpenApiDocument } from './openapi.ts';
import { ApiProblem, toProblemDocument } from './problem.ts';
import { toApiProblem } from './problem-of-error.ts';
import { sendJson } from './send-json.ts';

export interface SinkApiOptions {
  readonly db: PostgresJsDatabase;
  readonly verifier: TokenVerifier;
  /** The folder of the CSV files. */
  readonly csvFolder: string;
  /** The seller's, for example `Europe/Paris`. */
  readonly timeZone: string;
  /** True while the CSV files are being repaired and cannot be read. */
  readonly isRepairing: () => boolean;
}

const otherMethods: HTTPMethods[] = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const readOnlyPaths = ['/invoices', '/invoices/:id', '/files', '/files/:name', '/openapi.json'];

/** Adds the REST API to a server. Every error in it is answered with a problem document (RFC 9457). */
export async function addSinkApi(server: FastifyInstance, options: SinkApiOptions): Promise<void> {
  await server.register(async (open) => {
    open.setErrorHandler<Error>(async (error, request, reply) => {
      const problem = toApiProblem(error) ?? unknownProblem(request.id);
      if (problem.status >= 500)
        request.log.error({ err: error, requestId: request.id, code: problem.code }, 'a request failed');
      return sendProblem(reply, problem);
    });
    open.addHook('onRequest', async (_request, reply) => {
      // A client may keep an answer if it revalidates it before each use.
      reply.headers({ 'cache-control': 'private, no-cache', vary: 'authorization' });
    });

    const document = createOpenApiDocument(options.timeZone);
    open.get('/openapi.json', async (request, reply) => sendJson(request, reply, document));
    for (const url of readOnlyPaths) {
      open.route({
        method: otherMethods,
        url,
        handler: async () => {
          throw new ApiProblem(405, 'METHOD_NOT_ALLOWED', 'This can only be read.', {
            headers: { allow: 'GET, HEAD' },
          });
        },
      });
    }
    open.route({
      method: ['GET', 'HEAD', ...otherMethods],
      url: '/*',
      handler: async () => {
        throw new ApiProblem(
          404,
          'NOT_FOUND',
          'There is nothing here. GET /openapi.json says what there is.',
        );
      },
    });

    await open.register(async (guarded) => {
      guarded.addHook('onRequest', (request) => authorize(request.headers.authorization, options.verifier));
      addInvoiceRoutes(guarded, options.db, options.timeZone);
      addFileRoutes(guarded, options);
    });
  });
}

function sendProblem(reply: FastifyReply, problem: ApiProblem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblemDocument(problem)));
}

function unknownProblem(requestId: string): ApiProblem {
  return new ApiProblem(
    500,
    'INTERNAL_SERVER_ERROR',
    `Something went wrong here; the log names it by request ${requestId}.`,
  );
}
