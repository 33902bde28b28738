import { type DocumentNode, GraphQLError } from 'graphql';
import { toSubgraphHeaders } from '../operation/caller.ts';
import { toClientErrors, toInternalError } from '../operation/client-errors.ts';
import type { Changes } from '../upstream/changes.ts';
import type { SubgraphErrorEntry, SubgraphResponse } from '../upstream/subgraph-transport.ts';
import type { SubscriptionTransport } from '../upstream/subscription-transport.ts';
import type { UpstreamLimits } from './attempts.ts';
import { type EndResult, interruptedEnd } from './end.ts';
import { createEventPipeline, type EventPipeline } from './event-pipeline.ts';
import { findLender } from './lender.ts';
import type { DeliveredResult } from './result-queue.ts';
import type { EventContext, RunEvent } from './run-event.ts';
import type { Subscriber, SubscriberGroup } from './subscriber.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';
import { TokenWatch } from './token-watch.ts';
import { Upstream, type UpstreamEnd } from './upstream.ts';

export interface SubscriptionGroupOptions extends EventContext {
  /** Equal for all who may share results, as long as they begin at the same event. */
  readonly identity: string;
  /** Events after this cursor are wanted; without one, those from now on. */
  readonly startCursor: unknown;
  readonly transport: SubscriptionTransport;
  readonly metrics: SubscriptionMetrics;
  /** Is told of each event. */
  readonly changes: Changes;
  readonly runEvent: RunEvent;
  readonly maxConcurrentEvents: number;
  readonly upstreamLimits: UpstreamLimits;
  /** For what is fetched for one event, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** The group takes no more members, and its upstream is being left. */
  readonly onClosed: () => void;
}

interface ReceivedEvent {
  readonly event: SubgraphResponse;
  readonly cursor: unknown;
  readonly receivedAtMs: number;
}

/** The subscribers with equal rights that one upstream serves: each event is completed once, for all of them. */
export class SubscriptionGroup implements SubscriberGroup {
  readonly identity: string;
  readonly document: DocumentNode;
  readonly #options: SubscriptionGroupOptions;
  readonly #members = new Set<Subscriber>();
  readonly #closing = new AbortController();
  /** The fetches for events that are in flight. */
  readonly #running = new Set<AbortController>();
  readonly #pipeline: EventPipeline<ReceivedEvent>;
  readonly #upstream: Upstream;
  readonly #tokens: TokenWatch<Subscriber>;
  #lender: Subscriber | undefined;
  #cursor: unknown;
  #newest: DeliveredResult | undefined;
  #hasDelivered = false;

  constructor(options: SubscriptionGroupOptions) {
    const { plan, metrics } = options;
    this.identity = options.identity;
    this.document = options.document;
    this.#options = options;
    this.#cursor = options.startCursor;
    this.#pipeline = createEventPipeline(plan.mode, {
      run: (received) => this.#run(received),
      deliver: (delivered) => this.#deliver(delivered),
      onSkipped: () => metrics.dropped(1),
      maxConcurrentEvents: options.maxConcurrentEvents,
    });
    this.#upstream = new Upstream({
      plan,
      variables: options.variables,
      startCursor: options.startCursor,
      transport: options.transport,
      limits: options.upstreamLimits,
      headers: () => this.#lendHeaders(),
      onEvent: (event, cursor) => this.#receive(event, cursor),
      onLost: () => metrics.upstreamLost(plan.subgraph),
      log: options.disclosure.log,
      signal: this.#closing.signal,
    });
    this.#tokens = new TokenWatch({
      findLender: () => this.#lender,
      isMember: (member) => this.#members.has(member),
      onOther: () => this.#upstream.reconnect(),
    });
  }

  /** Opens the upstream on behalf of the first member. Resolves when the last connection to the subgraph is closed. */
  async run(first: Subscriber): Promise<void> {
    this.join(first);
    try {
      const end = await this.#upstream.run();
      await this.#pipeline.drain();
      if (end) this.end(this.#toEndResult(end));
    } catch (error) {
      this.end({ errors: [toInternalError(error, this.#options.disclosure).toJSON()] });
    }
  }

  /** Results that wait for members, in all. */
  get queuedResults(): number {
    let queued = 0;
    for (const { queue } of this.#members) queued += queue.length;
    return queued;
  }

  /**
   * True if one more subscriber would miss nothing: its events do not begin at a cursor that this group has passed.
   */
  get isJoinable(): boolean {
    const { plan, startCursor } = this.#options;
    return plan.mode === 'NEWEST' || (startCursor ?? undefined) === undefined || !this.#hasDelivered;
  }

  join(subscriber: Subscriber): void {
    this.#members.add(subscriber);
    subscriber.group = this;
    subscriber.position = this.#cursor;
    this.#lender = findLender([...(this.#lender ? [this.#lender] : []), subscriber]);
    if (this.#newest) subscriber.put(this.#newest);
  }

  leave(subscriber: Subscriber): void {
    this.#members.delete(subscriber);
    if (subscriber === this.#lender) this.#lender = findLender(this.#members);
    if (this.#members.size === 0) this.#close();
    else this.#tokens.check();
  }

  renew(subscriber: Subscriber): void {
    if (subscriber === this.#lender) this.#lender = findLender(this.#members);
    else this.#lender = findLender([...(this.#lender ? [this.#lender] : []), subscriber]);
    this.#tokens.check();
  }

  /** Ends all members, after what waits for them. */
  end(last?: EndResult): void {
    for (const member of this.#members) member.end(last);
  }

  #close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const run of this.#running) run.abort();
    this.#tokens.close();
    this.#options.onClosed();
  }

  #receive(event: SubgraphResponse, cursor: unknown): Promise<void> {
    this.#options.metrics.event(this.#options.plan.mode);
    this.#options.changes.note();
    return this.#pipeline.push({ event, cursor, receivedAtMs: performance.now() });
  }

  #lendHeaders(): Readonly<Record<string, string>> {
    if (!this.#lender) return {};
    const { request, caller } = this.#tokens.take(this.#lender);
    return toSubgraphHeaders(request.forwarded, caller);
  }

  async #run({ event, cursor, receivedAtMs }: ReceivedEvent): Promise<DeliveredResult> {
    const run = new AbortController();
    this.#running.add(run);
    if (this.#closing.signal.aborted) run.abort();
    // Not AbortSignal.timeout: each of those would live on until its time, though its event is done long before.
    const overdue = setTimeout(
      () => run.abort(new DOMException('What an event needs was not there in time.', 'TimeoutError')),
      this.#options.operationTimeoutMs,
    );
    const result = await this.#options.runEvent(this.#options, event, {
      headers: this.#lender ? toSubgraphHeaders(this.#lender.request.forwarded, this.#lender.caller) : {},
      signal: run.signal,
    });
    clearTimeout(overdue);
    this.#running.delete(run);
    return { result, cursor, receivedAtMs };
  }

  #deliver(delivered: DeliveredResult): void {
    this.#hasDelivered = true;
    this.#cursor = delivered.cursor;
    if (this.#options.plan.mode === 'NEWEST') this.#newest = delivered;
    for (const member of this.#members) member.receive(delivered);
  }

  #toEndResult(end: UpstreamEnd): EndResult | undefined {
    if (end.kind === 'completed') return undefined;
    return end.kind === 'refused' ? this.#toRefusal(end.errors) : interruptedEnd;
  }

  #toRefusal(entries: readonly SubgraphErrorEntry[]): EndResult {
    const { plan, disclosure } = this.#options;
    const errors = entries.map(
      ({ message, path, extensions }) =>
        new GraphQLError(message, {
          ...(path && { path }),
          extensions: { ...extensions, serviceName: plan.subgraph },
        }),
    );
    return { errors: toClientErrors(errors, disclosure).map((error) => error.toJSON()) };
  }
}
