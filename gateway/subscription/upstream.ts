import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#platform/log/log.ts';
import type { SubgraphErrorEntry, SubgraphResponse } from '../transport/subgraph-transport.ts';
import {
  SubscriptionLostError,
  SubscriptionRefusedError,
  type SubscriptionTransport,
} from '../transport/subscription-transport.ts';
import { backoffMs } from './backoff.ts';
import type { SubscriptionPlan } from './plan-subscription.ts';

/** Why an upstream ended by itself. */
export type UpstreamEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'refused'; readonly errors: readonly SubgraphErrorEntry[] }
  /** Events may have been missed, and it is not known which. */
  | { readonly kind: 'interrupted' };

export interface UpstreamOptions {
  readonly plan: SubscriptionPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Events after this cursor are wanted; without one, those from now on. */
  readonly startCursor: unknown;
  readonly transport: SubscriptionTransport;
  /** Called for each new connection: headers for the subgraph. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** The next event is read when this has resolved. */
  readonly onEvent: (event: SubgraphResponse, cursor: unknown) => Promise<void>;
  readonly onLost: () => void;
  readonly log: Log;
  /** Aborted when nobody wants events any more. */
  readonly signal: AbortSignal;
}

/** One subscription to a subgraph that outlives its connections. */
export class Upstream {
  readonly #options: UpstreamOptions;
  #cursor: unknown;
  #connection = new AbortController();

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#cursor = options.startCursor;
  }

  /** Leaves the connection for another with new headers, unless events could be missed between them. */
  reconnect(): void {
    if (this.#canGoOn()) this.#connection.abort();
  }

  /**
   * Subscribes again after each loss, for as long as it takes: after the last event where the field has cursors, and
   * anew where only the newest value counts. Resolves when the subscription is over; with nothing when it was left.
   *
   * @throws what is neither a loss nor a refusal.
   */
  async run(): Promise<UpstreamEnd | undefined> {
    const { signal } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const outcome = await this.#receive();
      if (outcome.kind === 'left') continue;
      if (outcome.kind !== 'lost') return outcome;
      failures = outcome.hadEvents ? 1 : failures + 1;
      await delay(backoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }

  async #receive(): Promise<UpstreamEnd | { kind: 'left' } | { kind: 'lost'; hadEvents: boolean }> {
    const { plan, variables, transport, headers, onEvent, onLost, log, signal } = this.#options;
    this.#connection = new AbortController();
    const connection = AbortSignal.any([signal, this.#connection.signal]);
    let hadEvents = false;
    try {
      const events = transport.subscribe(plan.toRequest(variables, this.#cursor), {
        headers: headers(),
        signal: connection,
      });
      for await (const event of events) {
        if (signal.aborted) break;
        hadEvents = true;
        this.#cursor = plan.resume?.cursorOf(event) ?? this.#cursor;
        await onEvent(event, this.#cursor);
      }
      return { kind: connection.aborted ? 'left' : 'completed' };
    } catch (error) {
      if (connection.aborted) return { kind: 'left' };
      const isRefused = error instanceof SubscriptionRefusedError;
      if (isRefused && !mayHeal(error.errors)) return { kind: 'refused', errors: error.errors };
      if (!isRefused && !(error instanceof SubscriptionLostError)) throw error;
      onLost();
      log.warn({ subgraph: plan.subgraph, reason: error.message }, 'a subscription to a subgraph was lost');
      const missesNothing = isRefused || !error.wasEstablished || this.#canGoOn();
      return missesNothing ? { kind: 'lost', hadEvents } : { kind: 'interrupted' };
    }
  }

  #canGoOn(): boolean {
    const { mode, resume } = this.#options.plan;
    return mode === 'NEWEST' || (resume !== undefined && (this.#cursor ?? undefined) !== undefined);
  }
}

/** Codes of faults that pass; whatever else a subgraph refuses with, it would refuse with again. */
function mayHeal(errors: readonly SubgraphErrorEntry[]): boolean {
  return errors.every(({ extensions }) => {
    const code = extensions?.code;
    if (code === undefined || code === 'INTERNAL_SERVER_ERROR' || code === 'DOWNSTREAM_SERVICE_ERROR')
      return true;
    return typeof code === 'string' && /(UNAVAILABLE|TIMEOUT)$/.test(code);
  });
}
