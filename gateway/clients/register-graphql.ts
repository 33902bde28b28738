import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
  preHandlerHookHandler,
} from 'fastify';
import { toCountedAddress } from '#platform/http/client-address.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { ClientRules } from '../client-rules/client-rules.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { identifyCaller } from '../credentials/identify-caller.ts';
import { anonymous, type Caller } from '../operation/caller.ts';
import { clientIdentityHeaders } from '../operation/client-identity.ts';
import type { AddressGate } from './common/address-gate.ts';
import { sendGraphQLErrors } from './common/graphql-reply.ts';
import { nameDocuments } from './common/name-documents.ts';
import { sendRefusal } from './common/refusal-status.ts';
import { refuseCredentials } from './common/refuse-credentials.ts';
import type { AnswerDirectly } from './http/answer-directly.ts';
import { type HttpContext, type HttpContextOptions, toHttpContext } from './http/http-context.ts';
import { type RenewStream, registerRenewalRoute } from './streams/renewal-route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller that asks for GraphQL, once the credentials have been looked at. */
    graphqlCaller?: Caller;
  }
}

export interface GraphQLRouteOptions extends HttpContextOptions {
  /** Started. */
  readonly apollo: ApolloServer<HttpContext>;
  /** Answers ordinary requests, so that Apollo Server gets the others. */
  readonly answerDirectly: AnswerDirectly;
  readonly credentials: Credentials;
  readonly verifier: TokenVerifier;
  /** Answers requests for a stream of results, and leaves all others to what comes after it. */
  readonly answerStreams: preHandlerAsyncHookHandler;
  /** Refuses a request by its client's address, before its credentials and its body are read. */
  readonly admitRequest: AddressGate;
  /** Renews the token of a stream, at `/graphql/renewals`. */
  readonly renewStream: RenewStream;
  /** Origins whose pages may call, credentials included. */
  readonly corsOrigins: readonly string[];
  /** Tells of further origins, whose pages may call without cookies. */
  readonly clientRules: Pick<ClientRules, 'lists'>;
  /** Headers that such pages may send besides those of GraphQL itself. */
  readonly corsHeaders?: readonly string[];
  readonly path?: string;
}

const graphqlHeaders = [
  ...clientIdentityHeaders,
  'accept',
  'apollo-require-preflight',
  'authorization',
  'content-type',
  'traceparent',
  'tracestate',
];

/** Puts GraphQL on a server: GET and POST at `/graphql`, CORS by list, callers made known. */
export async function registerGraphQL(app: FastifyInstance, options: GraphQLRouteOptions): Promise<void> {
  const { apollo, credentials, verifier, path = '/graphql' } = options;

  await app.register(async (scope) => {
    scope.decorateRequest('graphqlCaller');
    const findCorsPolicy = createCorsPolicy(options);
    await scope.register(cors, { delegator: (request, done) => done(null, findCorsPolicy(request)) });
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'OPTIONS') return;
      const refused = await options.admitRequest(request.raw, toCountedAddress(request.ip));
      if (refused !== undefined) {
        for (const [name, value] of refused.headers) reply.header(name, value);
        return sendRefusal(request, reply, refused.refusal);
      }
      try {
        request.graphqlCaller = await identifyCaller(request, credentials, verifier);
      } catch (error) {
        return refuseCredentials(request, reply, error);
      }
    });
    scope.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status < 500) {
        const code = status === 413 ? 'BODY_TOO_LARGE' : 'BAD_REQUEST';
        return sendGraphQLErrors(request, reply, status, [{ message: error.message, extensions: { code } }]);
      }
      request.log.error({ err: error, requestId: request.id }, 'a GraphQL request failed unexpectedly');
      const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: request.id };
      return sendGraphQLErrors(request, reply, 500, [{ message: 'Internal server error', extensions }]);
    });
    const toContext = (request: FastifyRequest, reply: FastifyReply): HttpContext => {
      const { headers, ip, id: requestId, graphqlCaller: caller = anonymous } = request;
      const clientAddress = toCountedAddress(ip);
      const setHeader = (name: string, value: string) => void reply.header(name, value);
      return toHttpContext(
        { headers, caller, clientAddress, requestId, response: reply.raw, setHeader },
        options,
      );
    };
    scope.addHook('preValidation', nameDocuments);
    scope.route({
      url: path,
      method: ['GET', 'POST', 'OPTIONS'],
      preHandler: [toDirectHandler(options.answerDirectly, toContext), options.answerStreams],
      handler: fastifyApolloHandler(apollo, {
        context: async (request, reply) => toContext(request, reply),
      }),
    });
    registerRenewalRoute(scope, `${path}/renewals`, options.renewStream);
  });
}

/** Sends the answer to an ordinary request, and leaves all others to what comes after it. */
function toDirectHandler(
  answerDirectly: AnswerDirectly,
  toContext: (request: FastifyRequest, reply: FastifyReply) => HttpContext,
): preHandlerHookHandler {
  return (request, reply, next) => {
    const answering = answerDirectly(request, () => toContext(request, reply));
    if (answering === undefined) next();
    else
      answering
        .then(({ status, headers, body }) => {
          for (const [name, value] of headers) reply.header(name, value);
          reply.code(status).send(body);
        })
        .catch(next);
  };
}

/** CORS by list: an origin that is not on it is told of nothing that it might do. */
function createCorsPolicy({
  clientRules,
  corsOrigins,
  corsHeaders = [],
}: GraphQLRouteOptions): (request: FastifyRequest) => FastifyCorsOptions {
  const shared = {
    methods: ['GET', 'POST'],
    allowedHeaders: [...graphqlHeaders, ...corsHeaders],
    exposedHeaders: ['www-authenticate', 'retry-after', 'ratelimit', 'ratelimit-policy', 'subscription-id'],
    maxAge: 600,
    strictPreflight: false,
  };
  const unlisted: FastifyCorsOptions = { ...shared, origin: false, credentials: false };
  const listed = new Map(
    corsOrigins.map((origin): [string, FastifyCorsOptions] => [
      origin,
      { ...shared, origin, credentials: true },
    ]),
  );
  return ({ headers: { origin = '' } }) => {
    if (clientRules.lists(origin) && !listed.has(origin)) return { ...unlisted, origin };
    return listed.get(origin) ?? unlisted;
  };
}
