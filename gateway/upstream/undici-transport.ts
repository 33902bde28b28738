import { CodedError } from '#platform/errors/coded-error.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { CallEnd } from './circuit-breaker.ts';
import { toRequestBody } from './request-body.ts';
import { attemptRoute, type FailedAttempt, judgeFailure } from './route-attempt.ts';
import type { SubgraphConnections } from './subgraph-connections.ts';
import type { FindGuard, SubgraphGuard } from './subgraph-guards.ts';
import { isRepeatable, type SubgraphRoute, type SubgraphRoutes } from './subgraph-routes.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from './subgraph-transport.ts';

export interface UndiciTransportOptions {
  readonly connections: SubgraphConnections;
  /** The ways to the subgraphs. */
  readonly routes: SubgraphRoutes;
  readonly findGuard: FindGuard;
}

/** The longest wait for a retry, in milliseconds. */
const maxRetryDelayMs = 1_000;

/**
 * Creates the transport over HTTP for the subgraphs of one supergraph. A request that was never sent is tried over another route at
 * once. A query that was sent, and then broke or found nobody to answer it, is sent once more over another route, or over the same one
 * after a while; so is a query that could not be sent over any.
 */
export function createUndiciTransport({
  connections,
  routes,
  findGuard,
}: UndiciTransportOptions): SubgraphTransport {
  return {
    async send(request, call) {
      const guard = findGuard(request.subgraph);
      const note = guard.enter();
      if (note === undefined) throw refusedError(request);
      try {
        const response = await new Delivery(connections, routes, guard, request, call).run();
        note('answered');
        return response;
      } catch (error) {
        note(toCallEnd(error, call));
        throw error;
      }
    },
  };
}

/** One request until its answer, over as many routes as it takes. */
class Delivery {
  readonly #connections: SubgraphConnections;
  readonly #routes: SubgraphRoutes;
  readonly #guard: SubgraphGuard;
  readonly #request: SubgraphRequest;
  readonly #call: SubgraphCall;
  readonly #endsAtMs: number;
  #tried: SubgraphRoute[] = [];
  #retries = 0;

  constructor(
    connections: SubgraphConnections,
    routes: SubgraphRoutes,
    guard: SubgraphGuard,
    request: SubgraphRequest,
    call: SubgraphCall,
  ) {
    this.#connections = connections;
    this.#routes = routes;
    this.#guard = guard;
    this.#request = request;
    this.#call = call;
    this.#endsAtMs = performance.now() + guard.timeoutMs;
  }

  async run(): Promise<SubgraphResponse> {
    const { subgraph } = this.#request;
    const body = toRequestBody(this.#request);
    let route = this.#findRoute();
    let timeoutMs = this.#guard.timeoutMs;
    for (;;) {
      const sent = { subgraph, route, body, call: this.#call, timeoutMs };
      try {
        const response = await attemptRoute(this.#connections, sent);
        route.end('reached');
        return response;
      } catch (thrown) {
        const failed = judgeFailure(thrown, sent);
        route.end(failed.end);
        this.#tried.push(route);
        route = await this.#findNext(failed);
        timeoutMs = Math.max(Math.ceil(this.#leftMs), 1);
      }
    }
  }

  get #leftMs(): number {
    return this.#endsAtMs - performance.now();
  }

  /** Finds the first route of a round: there is always one. */
  #findRoute(): SubgraphRoute {
    this.#tried = [];
    const route = this.#routes.find(this.#request.subgraph, 'request', this.#tried);
    if (route === undefined) throw new TypeError(`There is no route to subgraph ${this.#request.subgraph}.`);
    return route;
  }

  /** @throws the error of the failed attempt if there is to be no other one */
  async #findNext(failed: FailedAttempt): Promise<SubgraphRoute> {
    const { subgraph, query } = this.#request;
    if (failed.kind === 'final') throw failed.error;
    const isSent = failed.kind === 'lost';
    if (isSent && !(isRepeatable(query) && this.#retry())) throw failed.error;
    const other = this.#routes.find(subgraph, 'request', this.#tried);
    if (other !== undefined) return other;
    if (!isSent && !(isRepeatable(query) && this.#retry())) throw failed.error;
    const waitMs = toBackoffMs(this.#retries, { firstMs: this.#guard.retryDelayMs, maxMs: maxRetryDelayMs });
    if (waitMs >= this.#leftMs) throw failed.error;
    await pause(waitMs, this.#call.signal);
    return this.#findRoute();
  }

  #retry(): boolean {
    const isAllowed = this.#guard.allowRetry(this.#retries);
    if (isAllowed) this.#retries += 1;
    return isAllowed;
  }
}

function refusedError({ subgraph }: SubgraphRequest): CodedError {
  return new CodedError(
    'SUBGRAPH_UNAVAILABLE',
    `Subgraph ${subgraph} is not asked for now, as too many requests to it failed.`,
  );
}

/** The end of a call as the breaker counts it: only a subgraph that gives no answer of its own has failed. */
function toCallEnd(error: unknown, { signal }: SubgraphCall): CallEnd {
  if (signal.aborted || !(error instanceof CodedError)) return 'left';
  return error.code === 'SUBGRAPH_RESPONSE_INVALID' ? 'answered' : 'failed';
}
