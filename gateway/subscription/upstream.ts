import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { SubgraphErrorEntry, SubgraphResponse } from '../upstream/subgraph-transport.ts';
import {
  SubscriptionLostError,
  SubscriptionRefusedError,
  type SubscriptionTransport,
} from '../upstream/subscription-transport.ts';
import { Attempts, type LostConnection, type UpstreamLimits } from './attempts.ts';
import type { SubscriptionPlan } from './plan-subscription.ts';

/** The reason for which an upstream ended without being left. */
export type UpstreamEnd =
  | { readonly kind: 'completed' }
  /** By the subgraph, or because it could not be reached in time. */
  | { readonly kind: 'refused'; readonly errors: readonly SubgraphErrorEntry[] }
  /** Events may have been missed, and it is not known which. */
  | { readonly kind: 'interrupted' };

export interface UpstreamOptions {
  readonly plan: SubscriptionPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Events after this cursor are wanted; without one, those from now on. */
  readonly startCursor: unknown;
  readonly transport: SubscriptionTransport;
  readonly limits: UpstreamLimits;
  /** Called for each new connection: headers for the subgraph. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** The next event is read when this has resolved. */
  readonly onEvent: (event: SubgraphResponse, cursor: unknown) => Promise<void>;
  readonly onLost: () => void;
  readonly log: Log;
  /** Aborted when nobody wants events any more. */
  readonly signal: AbortSignal;
}

/** A connection that ended, though another one may take its place. */
interface Loss extends LostConnection {
  readonly kind: 'lost';
  /** The errors for clients if no other connection can be had. */
  readonly errors: readonly SubgraphErrorEntry[];
}

const unavailableErrors: readonly SubgraphErrorEntry[] = [
  {
    message: 'A service this needs gave no answer. Subscribe again later.',
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  },
];

const invalidErrors: readonly SubgraphErrorEntry[] = [
  {
    message: 'A service this needs gave no usable answer.',
    extensions: { code: 'SUBGRAPH_RESPONSE_INVALID' },
  },
];

/** One subscription to a subgraph that outlives its connections. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #attempts: Attempts;
  #cursor: unknown;
  #connection = new AbortController();

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#attempts = new Attempts(options.limits);
    this.#cursor = options.startCursor;
  }

  /** Leaves the connection for another with new headers, unless events could be missed between them. */
  reconnect(): void {
    if (this.#canGoOn()) this.#connection.abort();
  }

  /**
   * Subscribes again after each loss where no event can be missed: after the last event where the field has cursors, and
   * anew where only the newest value counts or no subscription had begun. It gives up when the limits say so. Resolves
   * when the subscription is over; with nothing when it was left.
   *
   * @throws what is a fault of this process.
   */
  async run(): Promise<UpstreamEnd | undefined> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      this.#attempts.begin();
      const outcome = await this.#receive();
      if (outcome.kind === 'left') this.#attempts.left();
      else if (outcome.kind !== 'lost') return outcome;
      else {
        const waitMs = this.#attempts.lost(outcome);
        if (waitMs === undefined) return this.#giveUp(outcome);
        await pause(waitMs, signal);
      }
    }
    return undefined;
  }

  async #receive(): Promise<UpstreamEnd | { kind: 'left' } | Loss> {
    const { plan, variables, transport, headers, onEvent, signal } = this.#options;
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
      return connection.aborted ? { kind: 'left' } : this.#judge(error, hadEvents);
    }
  }

  #judge(error: unknown, hadEvents: boolean): UpstreamEnd | Loss {
    if (error instanceof SubscriptionRefusedError) return this.#judgeRefusal(error, hadEvents);
    if (error instanceof SubscriptionLostError) {
      this.#noteLoss(error);
      const { wasEstablished } = error;
      if (wasEstablished && !this.#canGoOn()) return { kind: 'interrupted' };
      return { kind: 'lost', isFault: false, hadEvents, wasEstablished, errors: unavailableErrors };
    }
    if (!(error instanceof CodedError)) throw error;
    this.#noteLoss(error);
    return { kind: 'refused', errors: invalidErrors };
  }

  /**
   * A source that fails after events may have left some out. Before events, what it says is its answer; and a subgraph
   * that takes no subscriptions at all is not called again, unless it has taken this one before.
   */
  #judgeRefusal(error: SubscriptionRefusedError, hadEvents: boolean): UpstreamEnd | Loss {
    const { errors, isOfConnection } = error;
    const isFinal = isOfConnection && !hadEvents && !this.#attempts.isEstablished;
    if (isFinal || !isFault(errors, hadEvents)) {
      this.#options.log.info(
        { subgraph: this.#options.plan.subgraph, reason: error.message },
        'a subgraph refused a subscription',
      );
      return { kind: 'refused', errors };
    }
    this.#noteLoss(error);
    if (hadEvents && !this.#canGoOn()) return { kind: 'interrupted' };
    return { kind: 'lost', isFault: true, hadEvents, wasEstablished: true, errors };
  }

  #noteLoss({ code, message }: CodedError): void {
    const { plan, onLost, log } = this.#options;
    onLost();
    log.warn({ subgraph: plan.subgraph, code, reason: message }, 'a subscription to a subgraph was lost');
  }

  #giveUp({ errors }: Loss): UpstreamEnd {
    const mayHaveMissed = this.#options.plan.mode === 'EVERY' && this.#attempts.isEstablished;
    return mayHaveMissed ? { kind: 'interrupted' } : { kind: 'refused', errors };
  }

  #canGoOn(): boolean {
    const { mode, resume } = this.#options.plan;
    return mode === 'NEWEST' || (resume !== undefined && (this.#cursor ?? undefined) !== undefined);
  }
}

/**
 * Tells faults, which may pass, from answers. An error without a code is an answer to the request to subscribe; of a
 * source that has given events already, it is a fault.
 */
function isFault(errors: readonly SubgraphErrorEntry[], hadEvents: boolean): boolean {
  if (errors.length === 0) return hadEvents;
  return errors.every(({ extensions }) => {
    const code = extensions?.code;
    if (typeof code !== 'string' || code === '') return hadEvents;
    if (code === 'INTERNAL_SERVER_ERROR' || code === 'DOWNSTREAM_SERVICE_ERROR') return true;
    return /(UNAVAILABLE|TIMEOUT)$/.test(code);
  });
}
