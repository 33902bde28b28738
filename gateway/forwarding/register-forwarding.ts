import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent } from 'undici';
import { toCountedAddress } from '#platform/http/client-address.ts';
import type { FindSharedCount } from '#platform/process/shared-count.ts';
import type { ClientTls } from '#platform/tls/client-tls.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { createTally } from '../clients/common/tally.ts';
import { toUserKey } from '../clients/common/user-key.ts';
import { toCredentialRefusal } from '../credentials/credential-refusal.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { identifyCaller } from '../credentials/identify-caller.ts';
import { AddressRate } from './address-rate.ts';
import { forwardRequest } from './forward-request.ts';
import type { ForwardedRoute } from './forwarded-routes.ts';
import { ForwardingError } from './forwarding-error.ts';

export interface ForwardingOptions {
  readonly routes: readonly ForwardedRoute[];
  readonly limits: { readonly maxRequests: number; readonly maxRequestsPerUser: number };
  /** Certificates for connections to services over TLS. Default: those of Node.js. */
  readonly tls?: ClientTls | undefined;
  /** To open a connection to a service, in milliseconds. */
  readonly connectTimeoutMs: number;
  readonly credentials: Credentials;
  readonly verifier: TokenVerifier;
  /** False if callers are not told apart here; otherwise anonymous ones are refused. */
  readonly isForKnownCallers: boolean;
  /** Finds what other processes of the gateway have open; the process is alone if absent. */
  readonly findCount?: FindSharedCount | undefined;
}

/**
 * Puts the routes of other services on a server: files that go up or down, each way part by part. A caller is identified as
 * for any request, and the service gets the verified token. When the server closes, transfers have some seconds to end.
 */
export async function registerForwarding(app: FastifyInstance, options: ForwardingOptions): Promise<void> {
  const { routes, limits, tls, connectTimeoutMs: timeoutMs } = options;
  const dispatcher = new Agent({
    connections: limits.maxRequests,
    pipelining: 1,
    connect: tls?.createConnector({ timeoutMs }) ?? { timeout: timeoutMs },
    // Time is limited for each request as a whole, by `forwardRequest`.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const all = createTally(limits.maxRequests, options.findCount?.('forwarded requests'));
  const users = createTally(limits.maxRequestsPerUser, options.findCount?.('forwarded requests of users'));
  // Nobody takes all places by asking for what anybody may ask for.
  const ofPublic = createTally(
    Math.ceil(limits.maxRequests / 2),
    options.findCount?.('forwarded requests of anybody'),
  );
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    setTimeout(() => closing.abort(), closeDeadlines.connectionsMs).unref();
  });
  app.addHook('onClose', () => dispatcher.destroy());

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { route, rate }: { readonly route: ForwardedRoute; readonly rate: AddressRate | undefined },
  ): Promise<void> {
    const waitSeconds = rate?.take(toCountedAddress(request.ip));
    if (waitSeconds !== undefined) {
      reply.header('retry-after', String(waitSeconds));
      const message = `There were too many requests from your address; try again in ${waitSeconds} s.`;
      throw new ForwardingError('TOO_MANY_REQUESTS', message);
    }
    if (!isPlainPath(request.raw.url ?? '', route.path))
      throw new ForwardingError(
        'BAD_REQUEST',
        'The path must be plain: no dots, no encoded characters in it.',
      );
    if (!route.methods.includes(request.method)) {
      reply.header('allow', route.methods.join(', '));
      throw new ForwardingError('METHOD_NOT_ALLOWED', `Use ${route.methods.join(' or ')} here.`);
    }
    // Whoever asks for what is public is not told apart: neither cookies nor tokens are read.
    const caller = route.isPublic
      ? { principal: undefined, token: undefined }
      : await identifyCaller(request, options.credentials, options.verifier);
    if (options.isForKnownCallers && !route.isPublic && caller.principal === undefined)
      throw new ForwardingError('UNAUTHENTICATED', 'Sign in to do this.');
    const leaves = [
      all.take('all'),
      ...(route.isPublic ? [ofPublic.take('all')] : []),
      users.take(toUserKey(caller, toCountedAddress(request.ip))),
    ];
    try {
      if (leaves.includes(undefined))
        throw new ForwardingError('TOO_MANY_REQUESTS', 'Too many files are under way; wait for one to end.');
      await forwardRequest(request, reply, {
        route,
        dispatcher,
        token: caller.token,
        closing: closing.signal,
      });
    } finally {
      for (const leave of leaves) leave?.();
    }
  }

  await app.register(async (scope) => {
    // Bodies are passed on as they come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.setErrorHandler((error, request, reply) => refuse(error, request, reply));
    for (const route of routes) {
      const rate = route.isPublic ? new AddressRate(route.requestsPerMinute) : undefined;
      scope.route({
        url: route.path.endsWith('/') ? `${route.path}*` : route.path,
        method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposeHeadRoute: false,
        config: { requestTimeoutMs: route.maxMs },
        handler: async (request, reply) => {
          await answer(request, reply, { route, rate });
          return reply;
        },
      });
    }
  });
}

/** True if a path is what it seems: the service and the gateway must not read it differently. */
function isPlainPath(url: string, path: string): boolean {
  const [given = ''] = url.split('?', 1);
  const isBelow = path.endsWith('/') ? given.startsWith(path) && given !== path : given === path;
  return isBelow && /^[\w./~-]+$/.test(given) && !/\/(\.{0,2})\//.test(`${given}/`);
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof ForwardingError ? error.toRefusal() : toCredentialRefusal(error);
  if (refusal === undefined) throw error;
  const { status, headers, code, message } = refusal;
  if (status === 502 || status === 504)
    request.log.warn(
      { err: error, requestId: request.id },
      'a service gave no answer to a forwarded request',
    );
  if (!request.raw.complete) reply.header('connection', 'close');
  // A refusal that knows when to ask again has said so.
  for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value);
  return reply.code(status).header('cache-control', 'no-store').send({ code, message });
}
