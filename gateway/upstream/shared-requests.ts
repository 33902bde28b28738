import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Changes } from './changes.ts';
import { hasLeft } from './has-left.ts';
import { withoutTrace } from './headers/header-policy.ts';
import { parseSubgraphText } from './parse-subgraph-response.ts';
import { isRepeatable } from './subgraph-routes.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from './subgraph-transport.ts';

/** Requests in flight, by their documents and then by everything else: the hash of a document that is kept is known. */
type RequestsInFlight = Map<string, Map<string, SharedRequest>>;

/**
 * Lets equal queries to a subgraph that are in flight at the same time be one request. Equal are those with the same text and variables, and
 * with the same headers, the trace apart: nobody gets what was asked with other rights. Each caller may leave alone, and gets objects of
 * its own.
 *
 * Nobody joins a request that began before the last change: whoever has changed something, or has learned of a change, sees it.
 *
 * @param onShared called when a request joins another one
 */
export function shareRequests(
  transport: SubgraphTransport,
  changes: Changes,
  onShared: (subgraph: string) => void,
): SubgraphTransport {
  const inFlight: RequestsInFlight = new Map();
  return {
    send(request, call) {
      if (!isRepeatable(request.query)) return transport.send(request, call).finally(changes.note);
      const { query, subgraph } = request;
      const key = toKey(request, call);
      const known = inFlight.get(query)?.get(key);
      if (known?.begunAt === changes.count) {
        onShared(subgraph);
        return known.join(call.signal);
      }
      const shared = new SharedRequest(subgraph, changes.count, () => remove(inFlight, query, key, shared));
      add(inFlight, query, key, shared);
      const joined = shared.join(call.signal);
      shared.start(transport, request, call.headers);
      return joined;
    },
  };
}

/** Each part is on a line of its own: neither names, nor strings of JSON, nor headers (RFC 9110 section 5.5) hold a line break. */
function toKey(
  { subgraph, operationName, variables, representations, moreRepresentations = [] }: SubgraphRequest,
  { headers }: SubgraphCall,
): string {
  let key = `${subgraph}\n${operationName}\n${JSON.stringify(variables)}\n`;
  if (representations !== undefined) key += `[${representations.join(',')}]`;
  for (const [variable, texts] of moreRepresentations) key += `\n${variable}[${texts.join(',')}]`;
  const told = withoutTrace(headers);
  for (const name in told) key += `\n${name}:${told[name]}`;
  return key;
}

function add(inFlight: RequestsInFlight, query: string, key: string, shared: SharedRequest): void {
  const same = inFlight.get(query);
  if (same === undefined) inFlight.set(query, new Map([[key, shared]]));
  else same.set(key, shared);
}

function remove(inFlight: RequestsInFlight, query: string, key: string, shared: SharedRequest): void {
  const same = inFlight.get(query);
  if (same?.get(key) !== shared) return;
  same.delete(key);
  if (same.size === 0) inFlight.delete(query);
}

interface Waiter {
  readonly signal: AbortSignal;
  readonly leave: () => void;
  resolve(response: SubgraphResponse): void;
  reject(reason: unknown): void;
}

/** One request and all who wait for its answer. */
class SharedRequest {
  /** The number of changes before it. */
  readonly begunAt: number;
  readonly #subgraph: string;
  readonly #onOver: () => void;
  readonly #waiters = new Set<Waiter>();
  readonly #abandoned = new AbortController();

  /** @param onOver called before anybody is answered, and when all have left: nobody must join any more */
  constructor(subgraph: string, begunAt: number, onOver: () => void) {
    this.begunAt = begunAt;
    this.#subgraph = subgraph;
    this.#onOver = onOver;
  }

  start(transport: SubgraphTransport, request: SubgraphRequest, headers: SubgraphCall['headers']): void {
    transport.send(request, { headers, signal: this.#abandoned.signal }).then(
      (response) => this.#answer(response),
      (error: unknown) => {
        for (const { reject } of this.#takeWaiters()) reject(error);
      },
    );
  }

  join(signal: AbortSignal): Promise<SubgraphResponse> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(this.#leftError(signal));
        this.#waiters.delete(waiter);
        if (this.#waiters.size > 0) return;
        this.#onOver();
        this.#abandoned.abort(signal.reason);
      };
      const waiter: Waiter = { signal, leave, resolve, reject };
      this.#waiters.add(waiter);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  #answer(response: SubgraphResponse): void {
    let isTaken = false;
    for (const { resolve, reject } of this.#takeWaiters()) {
      try {
        resolve(isTaken ? this.#readAgain(response) : response);
      } catch (error) {
        reject(error);
      }
      isTaken = true;
    }
  }

  /** Callers change what they are given, so that the text is read once for each. */
  #readAgain(response: SubgraphResponse): SubgraphResponse {
    if (response.text === undefined) return structuredClone(response);
    return parseSubgraphText(this.#subgraph, 200, response.text);
  }

  #takeWaiters(): readonly Waiter[] {
    this.#onOver();
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const { signal, leave } of waiters) signal.removeEventListener('abort', leave);
    return waiters;
  }

  #leftError(signal: AbortSignal): CodedError {
    const code = hasLeft(signal) ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_TIMEOUT';
    return new CodedError(code, `Subgraph ${this.#subgraph} gave no answer: ${toErrorText(signal.reason)}`);
  }
}
