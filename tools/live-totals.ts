import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { CodedError } from '#platform/errors/coded-error.ts';
import { pause } from '#platform/waiting/pause.ts';

/** The newest totals; simulated invoices count too, so that there is something to see. */
export interface ShownTotals {
  readonly takenAt: string;
  readonly invoicesPerSecond: number;
  readonly allTime: readonly {
    readonly count: number;
    readonly total: ShownMoney;
    readonly creditedTotal: ShownMoney;
    readonly paidTotal: ShownMoney;
  }[];
}

interface ShownMoney {
  readonly amount: string;
  readonly currency: string;
}

export interface LiveTotalsOptions {
  /** The GraphQL address of the gateway. */
  readonly gatewayUrl: string;
  /** Gives an access token that is good for a while. */
  readonly token: () => Promise<string>;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onTotals: (totals: ShownTotals) => void;
  /** Told why it begins anew. */
  readonly onTrouble: (message: string) => void;
}

const document =
  'subscription { liveTotals(includeSimulated: true) { takenAt invoicesPerSecond allTime { count total { amount currency } creditedTotal { amount currency } paidTotal { amount currency } } } }';
/** Sooner than the tokens that `ServiceToken` gives can expire. */
const renewEveryMs = 30_000;
const retryAfterMs = 1_000;
/** Faults that a new attempt does not heal. */
const lastingCodes = new Set(['UNAUTHORIZED_FIELD_OR_TYPE', 'GRAPHQL_VALIDATION_FAILED']);

/**
 * Subscribes over WebSocket and goes on until told to end: the token is renewed on the same connection, and what ends the
 * subscription, such as a gateway that starts again, makes a new one.
 *
 * @throws {CodedError} LIVE_TOTALS_REFUSED when the gateway will not have this subscription.
 */
export async function followLiveTotals(options: LiveTotalsOptions): Promise<void> {
  const { signal, onTrouble } = options;
  while (!signal.aborted) {
    const end = await subscribeOnce(options);
    if (signal.aborted) return;
    if (end.isLasting) throw new CodedError('LIVE_TOTALS_REFUSED', end.message);
    onTrouble(`${end.message.replace(/\.$/, '')}. Trying again.`);
    await pause(retryAfterMs, signal);
  }
}

interface End {
  readonly message: string;
  readonly isLasting: boolean;
}

async function subscribeOnce({ gatewayUrl, token, signal, onTotals }: LiveTotalsOptions): Promise<End> {
  const authorize = async () => ({ authorization: `Bearer ${await token()}` });
  const client = createClient({
    url: gatewayUrl.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: authorize,
    retryAttempts: 0,
  });
  const stopRenewing = renewToken(client, authorize);
  const events = client.iterate<{ liveTotals: ShownTotals }>({ query: document });
  const stop = () => void events.return?.();
  signal.addEventListener('abort', stop);
  try {
    for await (const { data, errors } of events) {
      const [error] = errors ?? [];
      if (error !== undefined) return toEnd(error);
      if (data) onTotals(data.liveTotals);
    }
    return { message: 'The subscription has ended.', isLasting: false };
  } catch (error) {
    const [first] = Array.isArray(error) ? error : [error];
    return toEnd(first);
  } finally {
    signal.removeEventListener('abort', stop);
    stopRenewing();
    await client.dispose();
  }
}

/** The gateway takes a newer token in the payload of a ping. */
function renewToken(client: Client, authorize: () => Promise<{ authorization: string }>): () => void {
  let timer: NodeJS.Timeout | undefined;
  client.on('connected', (socket) => {
    clearInterval(timer);
    timer = setInterval(async () => {
      // Without a new one the old one's end is told, and a new connection made.
      const payload = await authorize().catch(() => undefined);
      if (payload && socket instanceof WebSocket && socket.readyState === WebSocket.OPEN)
        socket.send(JSON.stringify({ type: 'ping', payload }));
    }, renewEveryMs);
  });
  return () => clearInterval(timer);
}

/** From an error of GraphQL, a close event, the event of a socket that failed, or what could not give a token. */
function toEnd(reason: unknown): End {
  const { message, reason: closed, code, extensions, error } = Object(reason);
  if (error instanceof Error)
    return { message: `The gateway does not answer: ${error.message}`, isLasting: false };
  const isLasting = lastingCodes.has(extensions?.code) || code === 4401;
  return { message: message || closed || `The connection was closed (${code}).`, isLasting };
}
