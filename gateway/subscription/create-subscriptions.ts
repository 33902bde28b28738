import { getOperationAST } from 'graphql';
import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { Log } from '#platform/log/log.ts';
import type { SharedCount } from '#platform/process/shared-count.ts';
import type { FederatedGraph } from '../graph/graph.ts';
import type { GraphHolder } from '../graph/graph-holder.ts';
import { logCuts } from '../operation/log-cuts.ts';
import type { PolicyDecider, PolicyQuestion } from '../operation/policy-decider.ts';
import type { Changes } from '../upstream/changes.ts';
import type { SubscriptionTransport } from '../upstream/subscription-transport.ts';
import type { UpstreamLimits } from './attempts.ts';
import {
  type EndResult,
  goneEnd,
  rightsChangedEnd,
  schemaReloadEnd,
  shutdownEnd,
  toEndResult,
} from './end.ts';
import { type EntitledCaller, type Entitlement, findEntitlement } from './find-entitlement.ts';
import { GroupRegistry } from './group-registry.ts';
import { PolicyWatch } from './policy-watch.ts';
import type { Sharing } from './rights.ts';
import { type RunEvent, runEvent } from './run-event.ts';
import { Subscriber, type SubscriberKeeper } from './subscriber.ts';
import { type SubscriptionLimits, SubscriptionTally, userOf } from './subscription-limits.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';
import type {
  OpenedSubscription,
  SubscriptionFigures,
  SubscriptionRequest,
  Subscriptions,
} from './subscriptions.ts';

export interface SubscriptionsOptions extends SubscriptionLimits {
  readonly graphs: GraphHolder;
  readonly createTransport: (graph: FederatedGraph) => SubscriptionTransport;
  readonly authorization: AuthorizationOptions;
  readonly exposeSubgraphErrors: boolean;
  readonly sharing: Sharing;
  /** For each subscriber of a field that delivers every event. */
  readonly maxQueuedResults: number;
  /** The number of events of one upstream that are completed at a time. */
  readonly maxConcurrentEvents: number;
  readonly upstreamLimits: UpstreamLimits;
  /** For what is fetched for one event, in milliseconds. */
  readonly operationTimeoutMs: number;
  readonly metrics: SubscriptionMetrics;
  /** Is told of each event. */
  readonly changes: Changes;
  /** Tells what other processes of the gateway have open; the process is alone if absent. */
  readonly sharedCount?: SharedCount | undefined;
  /** Decides policies; none holds if absent. */
  readonly policyDecider?: PolicyDecider | undefined;
  /** Time after which policies are decided again though no event comes, in milliseconds. Default a minute. */
  readonly policyIntervalMs?: number;
  /** Completes events; in a way of its own if they are traced. */
  readonly runEvent?: RunEvent | undefined;
  readonly log: Log;
}

const minuteMs = 60_000;

type FoundEntitlement = Extract<Entitlement, { readonly kind: 'found' }>;

/** Opens a gateway's subscriptions: whoever asks the same with the same rights shares an upstream. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  return new SharedSubscriptions(options);
}

class SharedSubscriptions implements Subscriptions, SubscriberKeeper {
  readonly #options: SubscriptionsOptions;
  readonly #tally: SubscriptionTally;
  readonly #groups: GroupRegistry;
  readonly #transports = new WeakMap<FederatedGraph, SubscriptionTransport>();
  readonly #stopWatching: () => void;
  #isClosed = false;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
    this.#tally = new SubscriptionTally(options, options.sharedCount);
    this.#groups = new GroupRegistry(options.maxUpstreams);
    this.#stopWatching = options.graphs.subscribe(() => this.#groups.endAll(schemaReloadEnd));
  }

  get maxQueuedResults(): number {
    return this.#options.maxQueuedResults;
  }

  get metrics(): SubscriptionMetrics {
    return this.#options.metrics;
  }

  async open(request: SubscriptionRequest): Promise<OpenedSubscription> {
    const watching = this.#watchPolicies(request);
    const watch = watching && (await watching);
    const refusal = this.#refuse(request);
    if (refusal) return { kind: 'refused', errors: refusal.errors };
    const { principal } = request.credentials.now;
    const entitled: EntitledCaller = { principal, heldPolicies: watch?.held };
    const entitlement = findEntitlement(request, entitled, this.#options.sharing);
    if (entitlement.kind === 'refused') return { kind: 'refused', errors: entitlement.last.errors };
    const { requestId } = request;
    const { unauthorizedPaths } = entitlement.authorization;
    logCuts({ requestId, principal, unauthorizedPaths }, this.#options);

    const subscriber = new Subscriber(request, entitlement.plan.mode, this, watch);
    const startCursor = entitlement.plan.resume?.startOf(request.variables);
    this.#tally.add(userOf(request));
    const excess = this.#join(subscriber, entitlement, startCursor);
    if (excess) {
      subscriber.cutOff(excess);
      return { kind: 'refused', errors: excess.errors };
    }
    return { kind: 'live', mode: entitlement.plan.mode, events: subscriber.queue };
  }

  figures(): SubscriptionFigures {
    return {
      subscriptions: this.#tally.total,
      upstreams: this.#groups.size,
      queuedResults: this.#groups.queuedResults(),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopWatching();
    this.#groups.endAll(shutdownEnd);
    await this.#groups.closed();
  }

  mustReconsider({ request, group, caller, heldPolicies }: Subscriber): boolean {
    if (heldPolicies === undefined) return false;
    const { graph, document, operationName } = request;
    const { principal } = caller;
    return (
      graph.authorizer.authorize(document, operationName, principal, heldPolicies).document !==
      group?.document
    );
  }

  reconsider(subscriber: Subscriber): boolean {
    const { request, mode, position, group, heldPolicies } = subscriber;
    const { principal } = subscriber.caller;
    const entitlement = findEntitlement(request, { principal, heldPolicies }, this.#options.sharing);
    if (entitlement.kind === 'refused') return this.#cutOff(subscriber, entitlement.last);
    if (group?.identity === entitlement.identity) {
      group.renew(subscriber);
      return true;
    }
    const canMove = mode === 'NEWEST' || (entitlement.plan.resume && (position ?? undefined) !== undefined);
    if (!canMove) return this.#cutOff(subscriber, rightsChangedEnd);
    subscriber.queue.clear();
    group?.leave(subscriber);
    const excess = this.#join(subscriber, entitlement, entitlement.plan.resume ? position : undefined);
    if (excess) this.#cutOff(subscriber, excess);
    return false;
  }

  onEnded({ request }: Subscriber): void {
    this.#tally.remove(userOf(request));
  }

  /** Has the policies decided on which a subscription depends, for the caller that it has then; nothing if there are none. */
  #watchPolicies(request: SubscriptionRequest): Promise<PolicyWatch> | undefined {
    const { policyDecider: decider } = this.#options;
    const { graph, document, operationName } = request;
    const policies = graph.authorizer.policiesOf(document, operationName);
    return decider && policies.length > 0 ? this.#openWatch(request, decider, policies) : undefined;
  }

  async #openWatch(
    request: SubscriptionRequest,
    decider: PolicyDecider,
    policies: readonly string[],
  ): Promise<PolicyWatch> {
    const { policyIntervalMs: everyMs = minuteMs } = this.#options;
    const { document, credentials, clientAddress } = request;
    const operationName = getOperationAST(document, request.operationName)?.name?.value;
    const toQuestion = (): PolicyQuestion => ({ caller: credentials.now, clientAddress, operationName });
    for (;;) {
      const question = toQuestion();
      const held = await decider.decide(policies, question);
      // Credentials may be renewed meanwhile, which happens once in minutes.
      if (question.caller === credentials.now)
        return new PolicyWatch({ decider, policies, toQuestion, held, everyMs });
    }
  }

  #refuse(request: SubscriptionRequest): EndResult | undefined {
    if (this.#isClosed) return shutdownEnd;
    if (request.signal.aborted) return goneEnd;
    if (request.graph !== this.#options.graphs.current) return schemaReloadEnd;
    const { ended } = request.credentials;
    if (ended.aborted) return toEndResult(ended.reason);
    return this.#tally.refusalFor(request);
  }

  #join(subscriber: Subscriber, entitlement: FoundEntitlement, startCursor: unknown): EndResult | undefined {
    const { authorization, exposeSubgraphErrors, maxConcurrentEvents, upstreamLimits } = this.#options;
    const { operationTimeoutMs, metrics, changes, log } = this.#options;
    const { graph, document, operationName, variables, requestId } = subscriber.request;
    return this.#groups.join(subscriber, {
      ...entitlement,
      graph,
      askedDocument: document,
      operationName,
      variables,
      startCursor,
      transport: this.#transportOf(graph),
      authorizationOptions: authorization,
      disclosure: { exposeSubgraphs: exposeSubgraphErrors, requestId, log },
      metrics,
      maxConcurrentEvents,
      upstreamLimits,
      operationTimeoutMs,
      changes,
      runEvent: this.#options.runEvent ?? runEvent,
    });
  }

  #transportOf(graph: FederatedGraph): SubscriptionTransport {
    const transport = this.#transports.get(graph) ?? this.#options.createTransport(graph);
    this.#transports.set(graph, transport);
    return transport;
  }

  #cutOff(subscriber: Subscriber, last: EndResult): false {
    subscriber.cutOff(last);
    return false;
  }
}
