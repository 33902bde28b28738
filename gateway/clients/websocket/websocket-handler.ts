import { randomUUID } from 'node:crypto';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { parseBearer } from '#platform/tokens/bearer.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import { closeCodes } from '#platform/websocket/close-codes.ts';
import type {
  ConnectionAttempt,
  GraphQLWebSocketHandler,
  OperationEnd,
  OperationRequest,
} from '#platform/websocket/websocket-handler.ts';
import type { ClientRules } from '../../client-rules/client-rules.ts';
import { apiKeyHeader } from '../../credentials/api-keys/find-api-key.ts';
import { followAnonymous } from '../../credentials/bearer-follower.ts';
import type { ReviewRefusedCredentials } from '../../credentials/credentials.ts';
import type { CallerFollower, FollowedCaller } from '../../credentials/followed-caller.ts';
import type { Caller } from '../../operation/caller.ts';
import { type ClientIdentity, readClientIdentity } from '../../operation/client-identity.ts';
import type { CallerEndCode } from '../../operation/live-caller.ts';
import type { OperationRefusal } from '../../operation/refusal.ts';
import {
  type HeaderFields,
  type HeaderPolicy,
  withConnectionPayload,
} from '../../upstream/headers/header-policy.ts';
import type { OperationRunner } from '../common/operation-runner.ts';
import type { Tally } from '../common/tally.ts';
import { toUserKey } from '../common/user-key.ts';

/** Everything remembered of a connection. */
export interface WebSocketContext {
  readonly caller: FollowedCaller;
  readonly client: ClientIdentity;
  /** The part of the first headers and payload of the connection that may reach subgraphs. */
  readonly forwarded: HeaderFields;
  /** Gives the user's place back. */
  readonly leave: () => void;
}

/** Is told of the operations of connections, for a log of accesses. */
export interface WebSocketOperationObserver {
  began(
    request: OperationRequest,
    operation: {
      readonly requestId: string;
      readonly clientAddress: string;
      readonly caller: Caller;
    },
  ): void;
  refused(
    request: OperationRequest,
    refusal: Pick<OperationRefusal, 'errors'> & Partial<OperationRefusal>,
  ): void;
  ended(request: OperationRequest, end: OperationEnd): void;
}

export interface WebSocketHandlerOptions {
  readonly runner: OperationRunner;
  readonly follower: CallerFollower;
  /** Connections of one user. */
  readonly users: Tally;
  readonly headers: HeaderPolicy;
  readonly path: string;
  readonly clientRules: Pick<ClientRules, 'findRefusal'>;
  readonly operations?: WebSocketOperationObserver | undefined;
  readonly log: Log;
  /** Told of credentials that are refused. */
  readonly onRefused?: ReviewRefusedCredentials | undefined;
}

/** Time for subscriptions to say why they end, before their connection is closed. */
const lastWordsWithinMs = 2_000;

/** graphql-transport-ws as this gateway serves it: operations of every kind, credentials that may be renewed by `ping`. */
export function createWebSocketHandler(
  options: WebSocketHandlerOptions,
): GraphQLWebSocketHandler<WebSocketContext> {
  const { runner, follower, users, headers, path, clientRules, operations, log } = options;
  return {
    async connect(attempt) {
      let caller: FollowedCaller;
      if (findAuthorizations(attempt).length > 1) {
        const reason = 'authorization may stand in connection_init once.';
        return { kind: 'refused', code: closeCodes.badRequest, reason };
      }
      try {
        caller = (await follower.follow(toCredentials(attempt))) ?? followAnonymous();
      } catch (error) {
        await options.onRefused?.(error, { clientAddress: attempt.remoteAddress, requestId: null });
        return refuse(error);
      }
      const refusal = clientRules.findRefusal({
        caller: caller.now,
        path,
        clientAddress: attempt.remoteAddress,
        origin: attempt.headers.origin,
      });
      if (refusal !== undefined) {
        caller.close();
        return refuse(refusal);
      }
      const leave = users.take(toUserKey(caller.now, attempt.remoteAddress));
      if (leave === undefined) {
        caller.close();
        return {
          kind: 'refused',
          code: closeCodes.tooManyRequests,
          reason: 'You have too many connections; close one.',
        };
      }
      const fields = withConnectionPayload(attempt.headers, attempt.connectionParams);
      const client = readClientIdentity(fields, caller.now);
      const context: WebSocketContext = { caller, client, forwarded: headers.collect(fields), leave };
      closeWithCaller(caller, attempt);
      return { kind: 'accepted', isKnown: caller.now.principal !== undefined, context };
    },
    async subscribe({ context, remoteAddress: clientAddress }, request, signal) {
      const requestId = randomUUID();
      operations?.began(request, { requestId, clientAddress, caller: context.caller.now });
      const answer = await runner.run({
        parameters: { ...request, variables: request.variables ?? {} },
        transport: 'websocket',
        credentials: context.caller,
        clientAddress,
        requestId,
        client: context.client,
        forwarded: context.forwarded,
        signal,
      });
      if (answer.kind === 'refused') {
        operations?.refused(request, answer);
        return answer.errors;
      }
      return answer.kind === 'single' ? answer.result : answer.events;
    },
    async ping({ context, id }, payload) {
      if (payload?.authorization === undefined) return undefined;
      const bearer = parseBearer(String(payload.authorization));
      const renewal =
        bearer.kind === 'token'
          ? await context.caller.renew(bearer.token)
          : {
              kind: 'refused' as const,
              code: 'UNAUTHENTICATED',
              message: 'authorization must be: Bearer <token>.',
            };
      if (renewal.kind === 'renewed') return { renewed: true, expiresAt: renewal.expiresAt };
      log.info({ connection: id, code: renewal.code }, 'refused to renew the token of a connection');
      return { renewed: false, error: { code: renewal.code, message: renewal.message } };
    },
    refused({ context, remoteAddress: clientAddress }, request, errors) {
      operations?.began(request, { requestId: randomUUID(), clientAddress, caller: context.caller.now });
      operations?.refused(request, { errors, status: 429 });
      operations?.ended(request, { sentBytes: 0, hasLeft: false });
    },
    ended(_connection, request, end) {
      operations?.ended(request, end);
    },
    disconnected({ context }) {
      context.caller.close();
      context.leave();
    },
  };
}

/**
 * A browser sends its cookie whatever page asks; that the page may ask shows in `Origin`, which the endpoint has checked
 * where it is there (CWE-1385).
 */
function toCredentials({ connectionParams, headers }: ConnectionAttempt) {
  const [parameter] = findAuthorizations({ connectionParams });
  return {
    authorization: parameter === undefined ? headers.authorization : String(parameter),
    apiKey: headers[apiKeyHeader],
    cookie: headers.origin === undefined ? undefined : headers.cookie,
  };
}

/** Whatever their case: clients write the name as they would a header's. */
function findAuthorizations({ connectionParams }: Pick<ConnectionAttempt, 'connectionParams'>): unknown[] {
  return Object.entries(connectionParams).flatMap(([name, value]) =>
    name.toLowerCase() === 'authorization' ? [value] : [],
  );
}

/** A stock client tries again after 4403 and 1013, which may help, and not after 4401: other credentials are needed. */
function refuse(error: unknown): { kind: 'refused'; code: number; reason: string } {
  if (!(error instanceof CodedError)) throw error;
  const reason = error.message;
  if (error.code === 'PROVIDER_UNREACHABLE')
    return { kind: 'refused', code: closeCodes.tryAgainLater, reason };
  const hasExpired = error instanceof TokenError && error.code === 'TOKEN_EXPIRED';
  return { kind: 'refused', code: hasExpired ? closeCodes.forbidden : closeCodes.unauthorized, reason };
}

/** A stock client connects again after 4403, which helps once it has a newer token. */
const closings: Readonly<Record<CallerEndCode, readonly [code: number, reason: string]>> = {
  SUBSCRIPTION_TOKEN_EXPIRED: [closeCodes.forbidden, 'Token expired'],
  SUBSCRIPTION_TOKEN_REFUSED: [closeCodes.forbidden, 'Token refused'],
  SESSION_ENDED: [closeCodes.unauthorized, 'Session ended'],
};

function toCallerEndCode(reason: unknown): CallerEndCode {
  const code = reason instanceof CodedError ? reason.code : undefined;
  return code === 'SUBSCRIPTION_TOKEN_EXPIRED' || code === 'SUBSCRIPTION_TOKEN_REFUSED'
    ? code
    : 'SESSION_ENDED';
}

/** When the credentials end, each subscription tells so first, then the connection closes. */
function closeWithCaller({ ended }: FollowedCaller, attempt: ConnectionAttempt): void {
  const onEnded = () => {
    const [code, reason] = closings[toCallerEndCode(ended.reason)];
    attempt.closeWhenIdle(code, reason, lastWordsWithinMs);
  };
  ended.addEventListener('abort', onEnded, { once: true });
  if (ended.aborted) onEnded();
}
