import type { WebSocket } from 'ws';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { SubgraphErrorEntry } from './subgraph-transport.ts';
import { SubscriptionLostError, SubscriptionRefusedError } from './subscription-transport.ts';

/** The facts about a connection to a subgraph before it ended. */
export interface ObservedConnection {
  /** True if the subgraph had accepted the connection. */
  wasEstablished: boolean;
  /** The HTTP status by which it refused the upgrade. */
  upgradeStatus?: number;
  /** The first error of the socket. */
  socketError?: Error & { readonly code?: string };
}

/** Notes what graphql-ws does not tell: the status of a refused upgrade, and what was wrong with the socket. */
export function observeSocket(socket: WebSocket, observed: ObservedConnection): void {
  socket.on('unexpected-response', (_request, response) => {
    observed.upgradeStatus = response.statusCode ?? 0;
    response.resume();
    socket.terminate();
  });
  socket.on('error', (error) => {
    observed.socketError ??= error;
  });
}

/** A code and what clients are told of it. */
type Refusal = readonly [code: string, message: string];

const unauthenticated: Refusal = [
  'UNAUTHENTICATED',
  'A service this needs does not accept your credentials.',
];
const forbidden: Refusal = ['FORBIDDEN', 'A service this needs does not let you subscribe.'];
const unsuitable: Refusal = ['SUBGRAPH_UNAVAILABLE', 'A service this needs takes no such subscriptions.'];

/** Close codes of graphql-transport-ws, and of RFC 6455, after which another attempt ends in the same way. */
const finalCloseCodes = new Map<number, Refusal>([
  [1002, unsuitable],
  [4400, unsuitable],
  [4401, unauthenticated],
  [4406, unsuitable],
  [4409, unsuitable],
  [4429, unsuitable],
]);

/** The close codes by which graphql-ws says that it does not understand the server. */
const invalidCloseCodes = new Set([4004, 4005]);

/** Statuses from 400 to 499 that may pass (RFC 9110, RFC 6585, RFC 8470). */
const passingStatuses = new Set([408, 425, 429]);

/**
 * Makes the error for a connection that ended. One that would end in the same way again is a refusal, one that carried what
 * is not GraphQL is the subgraph's fault, and any other is a loss.
 *
 * @param cause the close event, or what was thrown
 */
export function toConnectionError(
  cause: unknown,
  connection: { readonly subgraph: string; readonly url: string; readonly observed: ObservedConnection },
): CodedError {
  if (cause instanceof CodedError) return cause;
  const { subgraph, url, observed } = connection;
  const reason = reasonOf(cause, observed);
  const refusal = findRefusal(cause, observed);
  if (refusal) {
    const [code, message] = refusal;
    const errors: SubgraphErrorEntry[] = [{ message, extensions: { code } }];
    return new SubscriptionRefusedError(subgraph, errors, `${url} ${reason}`);
  }
  const text = `The subscription to subgraph ${subgraph} at ${url} broke: ${reason}`;
  if (isInvalid(cause, observed)) return new CodedError('SUBGRAPH_RESPONSE_INVALID', text, { cause });
  return new SubscriptionLostError(text, { cause, wasEstablished: observed.wasEstablished });
}

function findRefusal(
  cause: unknown,
  { upgradeStatus, socketError, wasEstablished }: ObservedConnection,
): Refusal | undefined {
  if (upgradeStatus !== undefined) return refusalByStatus(upgradeStatus);
  if (isProtocolMismatch(socketError)) return unsuitable;
  const code = closeCodeOf(cause);
  // On an accepted connection, 4403 says that a token has expired, and there may be a newer one.
  if (code === 4403) return wasEstablished ? undefined : forbidden;
  return code === undefined ? undefined : finalCloseCodes.get(code);
}

function refusalByStatus(status: number): Refusal | undefined {
  if (status === 401) return unauthenticated;
  if (status === 403) return forbidden;
  return status < 500 && !passingStatuses.has(status) ? unsuitable : undefined;
}

function isInvalid(cause: unknown, { socketError }: ObservedConnection): boolean {
  if (socketError?.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return true;
  const code = closeCodeOf(cause);
  return code !== undefined && invalidCloseCodes.has(code);
}

/** As servers of the older protocol do (subscriptions-transport-ws), they choose no subprotocol or another one. */
function isProtocolMismatch(error: Error | undefined): boolean {
  return error !== undefined && /^Server sent (no|an invalid) subprotocol$/.test(error.message);
}

function closeCodeOf(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  return typeof cause.code === 'number' ? cause.code : undefined;
}

function reasonOf(cause: unknown, { upgradeStatus, socketError }: ObservedConnection): string {
  if (upgradeStatus !== undefined) return `refused the upgrade with ${upgradeStatus}`;
  if (isProtocolMismatch(socketError))
    return 'does not speak graphql-transport-ws, and its older form (subscriptions-transport-ws) is not spoken here';
  if (socketError !== undefined && socketError.message !== '') return socketError.message;
  if (typeof cause !== 'object' || cause === null) return String(cause);
  if ('code' in cause && 'reason' in cause) return `closed with ${cause.code} ${cause.reason}`.trimEnd();
  return 'message' in cause ? String(cause.message) : 'no reason given';
}
