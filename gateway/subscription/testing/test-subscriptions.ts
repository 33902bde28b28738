import type { FormattedExecutionResult } from 'graphql';
import { parse } from 'graphql';
import { DEFAULT_AUTHORIZATION_OPTIONS } from '#platform/authorization/filter/options.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createCompiledExecutor } from '../../graph/executor/compiled-executor.ts';
import { createGraph, type FederatedGraph } from '../../graph/graph.ts';
import type { LiveCaller } from '../../operation/live-caller.ts';
import { compose } from '../../testing/compose.ts';
import { type Library, startLibrary } from '../../testing/library.ts';
import { createTestGuards } from '../../testing/test-guards.ts';
import { createChanges } from '../../upstream/changes.ts';
import { createGraphQLWsTransport } from '../../upstream/graphql-ws-transport.ts';
import type { HeaderFields } from '../../upstream/headers/header-policy.ts';
import { createSubgraphConnections } from '../../upstream/subgraph-connections.ts';
import { createFixedRoutes } from '../../upstream/subgraph-routes.ts';
import { createUndiciTransport } from '../../upstream/undici-transport.ts';
import { createSubscriptions, type SubscriptionsOptions } from '../create-subscriptions.ts';
import type { SubscriptionMetrics } from '../subscription-metrics.ts';
import type { OpenedSubscription, Subscriptions } from '../subscriptions.ts';
import { createTestCaller } from './test-caller.ts';

/** The figures that were counted. */
interface TestFigures {
  opened: number;
  ended: string[];
  events: number;
  dropped: number;
  lost: number;
  sent: number;
}

export interface TestSubscriptions {
  readonly library: Library;
  readonly subscriptions: Subscriptions;
  readonly figures: TestFigures;
  readonly logLines: string[];
  open(query: string, options?: OpenOptions): Promise<OpenedSubscription>;
  /** Opens a subscription that must not be refused. */
  openLive(query: string, options?: OpenOptions): Promise<Extract<OpenedSubscription, { kind: 'live' }>>;
  /** Lets all subscribers leave, and forgets what was seen and counted. */
  reset(): Promise<void>;
  /** Puts another graph in the place of the present one. */
  replaceGraph(): void;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly caller?: LiveCaller;
  readonly clientAddress?: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly forwarded?: HeaderFields;
  readonly signal?: AbortSignal;
}

/** Opens subscriptions over the library, with the parts that a gateway has. */
export async function startTestSubscriptions(
  options: Partial<SubscriptionsOptions> = {},
): Promise<TestSubscriptions> {
  const library = await startLibrary();
  const logLines: string[] = [];
  const log = createLog({
    name: 'test',
    level: 'debug',
    destination: { write: (line) => void logLines.push(line) },
  });
  const connections = createSubgraphConnections({
    connectTimeoutMs: 5_000,
    maxResponseBytes: 1_000_000,
    connectionsPerOrigin: 10,
  });
  const sdl = compose([library.books, library.people]);
  const build = () =>
    createGraph(sdl, {
      maxPlans: 100,
      createExecutor: (supergraph) =>
        createCompiledExecutor({
          supergraph,
          log,
          transport: createUndiciTransport({
            connections,
            routes: createFixedRoutes(supergraph.subgraphUrls),
            findGuard: createTestGuards(),
          }),
        }),
    });
  const listeners = new Set<(graph: FederatedGraph) => void>();
  let current = build();
  const figures = createFigures();
  const subscriptions = createSubscriptions({
    changes: createChanges(),
    graphs: {
      get current() {
        return current;
      },
      graphOf: () => current,
      subscribe(listener) {
        listeners.add(listener);
        listener(current);
        return () => listeners.delete(listener);
      },
      close: async () => undefined,
    },
    createTransport: ({ supergraph }) =>
      createGraphQLWsTransport({
        routes: createFixedRoutes(supergraph.subgraphUrls),
        connectTimeoutMs: 5_000,
        maxMessageBytes: 1_000_000,
        pingIntervalMs: 10_000,
      }),
    authorization: DEFAULT_AUTHORIZATION_OPTIONS,
    exposeSubgraphErrors: false,
    sharing: 'RIGHTS',
    maxSubscriptions: 1_000,
    maxSubscriptionsPerUser: 1_000,
    maxUpstreams: 1_000,
    maxQueuedResults: 256,
    maxConcurrentEvents: 16,
    upstreamLimits: { establishWithinMs: 15_000, resumeWithinMs: 60_000 },
    operationTimeoutMs: 15_000,
    metrics: countIn(figures),
    log,
    ...options,
  });

  // Like a transport: the same text is the same object.
  const clients = new Set<AbortController>();
  const documents = new Map<string, ReturnType<typeof parse>>();
  const open: TestSubscriptions['open'] = (
    query,
    { caller, clientAddress = '127.0.0.1', variables, operationName, forwarded, signal } = {},
  ) => {
    const client = new AbortController();
    signal?.addEventListener('abort', () => client.abort());
    clients.add(client);
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return subscriptions.open({
      graph: current,
      document,
      operationName,
      variables: variables ?? {},
      credentials: caller ?? createTestCaller(),
      clientAddress,
      client: { name: 'test', version: '' },
      forwarded: forwarded ?? {},
      requestId: 'r1',
      signal: client.signal,
    });
  };
  return {
    library,
    subscriptions,
    figures,
    logLines,
    open,
    async openLive(query, openOptions) {
      const opened = await open(query, openOptions);
      if (opened.kind === 'refused') throw new Error(JSON.stringify(opened.errors));
      return opened;
    },
    async reset() {
      for (const client of clients) client.abort();
      clients.clear();
      const { subscriptions: endpoint } = library.books;
      await waitFor('all to have left', () => endpoint.connectionCount === 0);
      endpoint.seen.length = 0;
      Object.assign(figures, createFigures());
    },
    replaceGraph() {
      current = build();
      documents.clear();
      for (const listener of listeners) listener(current);
    },
    async close() {
      await subscriptions.close();
      await library.close();
      await connections.close();
    },
  };
}

function createFigures(): TestFigures {
  return { opened: 0, ended: [], events: 0, dropped: 0, lost: 0, sent: 0 };
}

function countIn(figures: TestFigures): SubscriptionMetrics {
  return {
    opened: () => void figures.opened++,
    ended: (_mode, reason) => void figures.ended.push(reason),
    event: () => void figures.events++,
    dropped(count) {
      figures.dropped += count;
    },
    upstreamLost: () => void figures.lost++,
    sent: () => void figures.sent++,
  };
}

type Events = AsyncIterableIterator<FormattedExecutionResult, undefined, undefined>;

/** Reads so many results. @throws when they do not come within thirty seconds, or the subscription ends before. */
export async function take(events: Events, count: number): Promise<FormattedExecutionResult[]> {
  const results: FormattedExecutionResult[] = [];
  while (results.length < count) {
    const step = await withinLimit(events.next(), `result ${results.length + 1} of ${count}`);
    if (step.done) throw new Error(`The subscription ended after ${results.length} of ${count} results.`);
    results.push(step.value);
  }
  return results;
}

/** Reads to the end. */
export async function takeAll(events: Events): Promise<FormattedExecutionResult[]> {
  const results: FormattedExecutionResult[] = [];
  for (;;) {
    const step = await withinLimit(events.next(), `the end, after ${results.length} results`);
    if (step.done) return results;
    results.push(step.value);
  }
}

/** The code of a result's first error. */
export function codeOf(result: FormattedExecutionResult | undefined): unknown {
  return result?.errors?.[0]?.extensions?.code;
}

async function withinLimit<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited thirty seconds in vain for ${what}.`)), 30_000);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** The results as a client would have them. */
export function plain(
  results: readonly FormattedExecutionResult[],
): { data?: Record<string, Record<string, unknown> | undefined> }[] {
  return JSON.parse(JSON.stringify(results));
}

/** The numbers of what was lent. */
export function numbersOf(results: readonly FormattedExecutionResult[]): unknown[] {
  return plain(results).map(({ data }) => data?.lent?.number);
}

/** Whole numbers from one to another, both included. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
