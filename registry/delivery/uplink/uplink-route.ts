import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { buildSchema, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { checkDocument } from '#platform/operation-limits/check-document.ts';
import { DEFAULT_LIMITS } from '#platform/operation-limits/limits.ts';
import { validateDocument } from '#platform/operation-limits/validate-document.ts';
import {
  type UplinkArguments,
  type UplinkCaller,
  type UplinkOptions,
  UplinkResolvers,
} from './uplink-resolvers.ts';

/** Of a question, in bytes; the documents of Apollo's gateways have some 600. */
const maxBodyBytes = 65_536;

const bodySchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Adds `POST /uplink`, from which `@apollo/gateway` and Apollo's Router take their supergraph. A question that cannot be read is
 * answered with 400, which both take for an answer; all else with 200.
 */
export async function addUplinkRoute(server: FastifyInstance, options: UplinkOptions): Promise<void> {
  const schema = buildSchema(await readFile(new URL('uplink.graphql', import.meta.url), 'utf8'));
  const resolvers = new UplinkResolvers(options);
  server.post('/uplink', { bodyLimit: maxBodyBytes }, async (request, reply) => {
    const body = bodySchema.safeParse(request.body);
    const message = 'The body must be JSON with query, operationName and variables.';
    if (!body.success) return reply.code(400).send({ errors: [{ message }] });
    const answer = await answerQuestion(schema, resolvers, body.data, {
      ip: request.ip,
      origin: `${request.protocol}://${request.host}`,
    });
    return reply.code(answer.data === undefined ? 400 : 200).send(answer);
  });
}

async function answerQuestion(
  schema: GraphQLSchema,
  resolvers: UplinkResolvers,
  { query, operationName, variables }: z.output<typeof bodySchema>,
  from: UplinkCaller,
): Promise<ExecutionResult> {
  const checked = checkDocument(query, DEFAULT_LIMITS);
  if (checked.kind === 'malformed') return { errors: [checked.error] };
  if (checked.kind === 'refused')
    throw Object.assign(new Error('The document is too large.'), { statusCode: 400 });
  const errors = validateDocument(schema, checked.document, { hasSuggestions: false });
  if (errors.length > 0) return { errors };
  return execute({
    schema,
    document: checked.document,
    operationName: operationName ?? null,
    variableValues: variables ?? {},
    rootValue: {
      routerConfig: (asked: UplinkArguments) => resolvers.routerConfig(asked, from),
      routerEntitlements: (asked: UplinkArguments) => resolvers.routerEntitlements(asked, from),
      persistedQueries: (asked: UplinkArguments) => resolvers.persistedQueries(asked, from),
    },
  });
}
