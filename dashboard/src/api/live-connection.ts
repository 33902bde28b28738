import { type Client, createClient } from 'graphql-ws';
import { clientIdentity } from './client-identity.ts';
import { graphqlPath } from './paths.ts';
import type { PageSession, SessionStore } from './session.ts';
import type { TrustedDocument } from './trusted-document.ts';

/**
 * The state of a subscription: `connecting` at first, `live` once an event has come or a moment has passed in which the server
 * refused nothing, `reconnecting` while the connection is lost (what was received stays good, and grows old), and `ended` for good.
 */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'ended';

/** Hears of a subscription. */
export interface LiveListener<Data> {
  onData(data: Data): void;
  onStatus(status: LiveStatus): void;
  /** Told before `ended`. */
  onProblem(code: string, message: string): void;
}

/** An error as graphql-transport-ws carries it. */
interface LiveError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown } | undefined;
}

/** The gateway closes a connection with it whose session has ended. */
const sessionEndedCode = 4401;
/** Closings after which the same connection would be refused again. */
const finalCodes = [4400, 4406, 4409, 4429];
/** Ends of a subscription after which it can begin again: the way to its data was lost. */
const passingCodes = [
  'SUBSCRIPTION_INTERRUPTED',
  'SUBSCRIPTION_TOO_SLOW',
  'SUBSCRIPTION_RIGHTS_CHANGED',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
];

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;
/** The protocol has no message that accepts a subscription. A refusal comes within this time, as a rule. */
const refusedWithinMs = 300;
const firstWaitMs = 200;
/** Short, so that figures live again within three seconds of the gateway. */
const longestWaitMs = 2_000;

/** Waits before another attempt: longer each time, and never as long as all other pages wait. */
async function waitToRetry(attempts: number): Promise<void> {
  const ceilingMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts, 10));
  await new Promise((resolve) => setTimeout(resolve, ceilingMs / 2 + (Math.random() * ceilingMs) / 2));
}

/** The part of the session that a connection needs: it hears of its end by it, and is told of it. */
interface WatchedLogin extends Pick<SessionStore, 'end'> {
  readonly state: Pick<PageSession, 'hasEnded'>;
}

/** The page's one WebSocket to the gateway, for as long as something is subscribed to. */
export class LiveConnection {
  readonly #client: Client;
  readonly #session: WatchedLogin;
  #isOpen = false;

  /** @param origin any address of the gateway */
  constructor(session: WatchedLogin, origin: string) {
    this.#session = session;
    let pongIsDue: ReturnType<typeof setTimeout> | undefined;
    const url = new URL(graphqlPath, origin);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#client = createClient({
      url: url.href,
      connectionParams: clientIdentity,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: (event) =>
        !(event instanceof CloseEvent && [sessionEndedCode, ...finalCodes].includes(event.code)),
      retryWait: waitToRetry,
      keepAlive: pingEveryMs,
      on: {
        ping: (wasReceived) => {
          // A connection that a network has dropped without a word is ended here, and tried again.
          if (!wasReceived) pongIsDue = setTimeout(() => this.#client.terminate(), pongWithinMs);
        },
        pong: (wasReceived) => {
          if (wasReceived) clearTimeout(pongIsDue);
        },
        connected: () => {
          this.#isOpen = true;
        },
        closed: (event) => {
          this.#isOpen = false;
          clearTimeout(pongIsDue);
          if (event instanceof CloseEvent && event.code === sessionEndedCode) session.end();
        },
      },
    });
  }

  /**
   * Subscribes until the returned function is called.
   *
   * @param toVariables asked before each attempt: a subscription that continues after a cursor gives the newest one
   */
  subscribe<Data, Variables>(
    document: TrustedDocument<Data, Variables>,
    toVariables: () => Variables,
    listener: LiveListener<Data>,
  ): () => void {
    let isLeft = false;
    let attempts = 0;
    let unsubscribe = () => {};
    let isAsked = false;
    let unrefused: ReturnType<typeof setTimeout> | undefined;
    const awaitRefusal = () => {
      clearTimeout(unrefused);
      if (this.#isOpen && isAsked) unrefused = setTimeout(() => listener.onStatus('live'), refusedWithinMs);
    };
    listener.onStatus('connecting');
    const stopWatching = [
      this.#client.on('connected', awaitRefusal),
      this.#client.on('closed', () => {
        clearTimeout(unrefused);
        if (!isLeft && !this.#session.state.hasEnded) listener.onStatus('reconnecting');
      }),
      () => clearTimeout(unrefused),
    ];
    const end = (code: string, message: string) => {
      isLeft = true;
      for (const stop of stopWatching) stop();
      listener.onProblem(code, message);
      listener.onStatus('ended');
    };
    const begin = () => {
      let hasFailed = false;
      const fail = (reason: unknown) => {
        if (isLeft || hasFailed) return;
        hasFailed = true;
        isAsked = false;
        clearTimeout(unrefused);
        const [error] = Array.isArray(reason) ? (reason as LiveError[]) : [];
        const code = String(
          error?.extensions?.code ?? (reason instanceof CloseEvent ? reason.code : 'FAILED'),
        );
        if (code === 'SESSION_ENDED' || code === String(sessionEndedCode)) {
          this.#session.end();
          end('SESSION_ENDED', '');
        } else if (passingCodes.includes(code)) {
          listener.onStatus('reconnecting');
          unsubscribe();
          void waitToRetry(attempts++).then(() => {
            if (!isLeft) begin();
          });
        } else end(code, error?.message ?? '');
      };
      const payload = {
        query: '',
        extensions: { persistedQuery: { version: 1, sha256Hash: document.sha256 } },
        // Read again whenever the client connects again and sends the payload anew.
        get variables() {
          return toVariables() as Record<string, unknown>;
        },
      };
      unsubscribe = this.#client.subscribe<Data>(payload, {
        next: ({ data, errors }) => {
          if (!data) {
            fail(errors ?? []);
            return;
          }
          attempts = 0;
          clearTimeout(unrefused);
          listener.onStatus('live');
          listener.onData(data);
        },
        error: fail,
        complete: () => {
          // The client tells of the end of what has failed, too.
          if (!isLeft && !hasFailed) end('COMPLETED', '');
        },
      });
      isAsked = true;
      awaitRefusal();
    };
    begin();
    return () => {
      isLeft = true;
      for (const stop of stopWatching) stop();
      unsubscribe();
    };
  }
}
