import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import { toCountedAddress } from '#platform/http/client-address.ts';
import { takeOver } from '#platform/http/take-over.ts';
import type { Log } from '#platform/log/log.ts';
import { toMediaType } from '#platform/text/media-type.ts';
import { apiKeyHeader } from '../../credentials/api-keys/find-api-key.ts';
import { followAnonymous } from '../../credentials/bearer-follower.ts';
import type { CallerFollower, FollowedCaller } from '../../credentials/followed-caller.ts';
import type { OperationForm } from '../../operation/admit.ts';
import { readClientIdentity } from '../../operation/client-identity.ts';
import type { OperationParameters } from '../../operation/operation-parameters.ts';
import type { OperationRefusal } from '../../operation/refusal.ts';
import type { HeaderPolicy } from '../../upstream/headers/header-policy.ts';
import { goneSignal } from '../common/gone-signal.ts';
import { sendGraphQLErrors } from '../common/graphql-reply.ts';
import type { OperationRunner, TransportedAnswer } from '../common/operation-runner.ts';
import { toRefusalHeaders, toRefusalStatus } from '../common/refusal-status.ts';
import { refuseCredentials } from '../common/refuse-credentials.ts';
import type { Tally } from '../common/tally.ts';
import { toUserKey } from '../common/user-key.ts';
import { type AcceptedAnswers, parseAccept, type StreamKind } from './accepted-answers.ts';
import { parseBodyParameters, parseUrlParameters } from './graphql-parameters.ts';
import { partFramings } from './part-framing.ts';
import type { RenewableStreams } from './renewal-route.ts';
import { streamFramings } from './stream-framing.ts';
import { streamResults } from './stream-response.ts';

/** Is told of streams, for figures. */
export interface StreamObserver {
  /** A stream was opened. @returns what tells that it is closed. */
  streamOpened(kind: StreamKind): () => void;
}

export interface StreamRouteOptions {
  readonly runner: OperationRunner;
  readonly follower: CallerFollower;
  /** Streams of known callers from one address. Anonymous ones have no part in it: they could keep the known ones out. */
  readonly addresses: Tally;
  /** Connections of one user, or of all anonymous callers from one address. */
  readonly users: Tally;
  readonly renewable: RenewableStreams;
  readonly heartbeatMs: number;
  readonly headers: HeaderPolicy;
  readonly observer: StreamObserver;
  readonly log: Log;
}

/**
 * Answers requests whose `Accept` header asks for a stream: subscriptions by either kind, other operations by server-sent
 * events if the client wants these most, and by multipart if something of them is deferred and the client takes that. Every
 * other request goes on to the handlers after this one.
 */
export function createStreamHandler(options: StreamRouteOptions): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    const accepted = parseAccept(request.headers.accept);
    if (accepted.stream === undefined && !accepted.takesParts) return;
    const parsed =
      request.method === 'GET' ? parseUrlParameters(request.query) : parseBodyParameters(request.body);
    if (parsed.kind === 'malformed') {
      return accepted.prefersEvents ? refuseMalformed(request, reply, parsed.message) : undefined;
    }
    const form = options.runner.classify(parsed.parameters);
    const kind = findKind(accepted, form);
    if (kind === undefined) return;
    if (isForgeable(request)) return refuseForgeable(request, reply);
    if (request.method === 'GET' && form?.type === 'mutation') {
      reply.header('allow', 'POST');
      return refuse(request, reply, 405, 'METHOD_NOT_ALLOWED', 'A mutation must come by POST.');
    }
    const hasStreamedRefusals = accepted.prefersEvents && kind === 'event-stream';
    await answer(request, reply, { kind, hasStreamedRefusals, parameters: parsed.parameters }, options);
  };
}

/** @returns nothing if the operation is answered by plain JSON */
function findKind(accepted: AcceptedAnswers, form: OperationForm | undefined): StreamKind | undefined {
  if (form?.type === 'subscription') return accepted.stream;
  if (accepted.prefersEvents) return 'event-stream';
  return accepted.takesParts && form?.isDeferring === true ? 'multipart' : undefined;
}

interface StreamedOperation {
  readonly parameters: OperationParameters;
  readonly kind: StreamKind;
  /** `true` if a refusal is an event as well; otherwise it is one JSON document, with a status of its own. */
  readonly hasStreamedRefusals: boolean;
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, hasStreamedRefusals, parameters }: StreamedOperation,
  options: StreamRouteOptions,
): Promise<unknown> {
  let caller: FollowedCaller;
  try {
    caller = await follow(request, options.follower);
  } catch (error) {
    return refuseCredentials(request, reply, error);
  }
  const clientAddress = toCountedAddress(request.ip);
  const leave = enter(caller, clientAddress, options);
  if (leave === undefined) {
    caller.close();
    return refuse(request, reply, 429, 'TOO_MANY_STREAMS', 'You have too many streams open; close one.');
  }
  const id = randomUUID();
  const forget = options.renewable.add(id, caller);
  const closed = options.observer.streamOpened(kind);
  try {
    const answered = await options.runner.runInParts({
      parameters,
      transport: kind,
      credentials: caller,
      clientAddress,
      requestId: request.id,
      client: readClientIdentity(request.headers, caller.now),
      forwarded: options.headers.collect(request.headers),
      signal: goneSignal(reply),
      setHeader: (name, value) => void reply.header(name, value),
    });
    if (answered.kind === 'refused') {
      const refusal: OperationRefusal = { status: undefined, ...answered };
      for (const [name, value] of toRefusalHeaders(refusal)) reply.header(name, value);
      const status = toRefusalStatus(refusal, request.headers.accept);
      if (!hasStreamedRefusals) return sendGraphQLErrors(request, reply, status, refusal.errors);
    }
    if (answered.kind === 'live') reply.header('subscription-id', id);
    takeOver(reply);
    const { heartbeatMs } = options;
    if (answered.kind === 'parts') {
      const framing = partFramings[kind];
      await streamResults(reply.raw, answered.payloads, { framing, heartbeatMs });
    } else {
      const framing = streamFramings[kind];
      await streamResults(reply.raw, toResults(answered), { framing, heartbeatMs });
    }
  } catch (error) {
    if (!reply.sent) throw error;
    options.log.error({ err: error, requestId: request.id }, 'a stream failed unexpectedly');
    reply.raw.destroy();
  } finally {
    closed();
    forget();
    caller.close();
    leave();
  }
}

async function follow({ headers }: FastifyRequest, follower: CallerFollower): Promise<FollowedCaller> {
  // That the cookie comes from a page that may send it was proved when the request's credentials were looked at.
  return (
    (await follower.follow({
      authorization: headers.authorization,
      apiKey: headers[apiKeyHeader],
      cookie: headers.cookie,
    })) ?? followAnonymous()
  );
}

function enter(caller: FollowedCaller, address: string, { addresses, users }: StreamRouteOptions) {
  const isKnown = caller.now.principal !== undefined;
  const leaveAddress = isKnown ? addresses.take(address) : () => {};
  if (leaveAddress === undefined) return undefined;
  const leaveUser = users.take(toUserKey(caller.now, address));
  if (leaveUser === undefined) {
    leaveAddress();
    return undefined;
  }
  return () => {
    leaveAddress();
    leaveUser();
  };
}

/**
 * What a page of another site can make a browser send without asking first (Fetch, section "CORS-safelisted
 * request-header"); the rule is that of Apollo Server for plain requests.
 */
function isForgeable({ headers }: FastifyRequest): boolean {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return false;
  const type = toMediaType(headers['content-type']);
  return type === undefined || forgeableTypes.has(type);
}

const forgeableTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

function refuseForgeable(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message =
    'Another site could have caused this request: send a body of type application/json, or the header apollo-require-preflight: 1.';
  return refuse(request, reply, 400, 'BAD_REQUEST', message);
}

function refuseMalformed(request: FastifyRequest, reply: FastifyReply, message: string): FastifyReply {
  return refuse(request, reply, 400, 'BAD_REQUEST', message);
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
): FastifyReply {
  return sendGraphQLErrors(request, reply, status, [{ message, extensions: { code } }]);
}

function toResults(answered: TransportedAnswer): AsyncIterable<FormattedExecutionResult> {
  if (answered.kind === 'live') return answered.events;
  return once(answered.kind === 'single' ? answered.result : { errors: answered.errors });
}

async function* once<Value>(value: Value): AsyncGenerator<Value, void, undefined> {
  yield value;
}
