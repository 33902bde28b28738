import { CodedError } from '#platform/errors/coded-error.ts';
import type {
  SubgraphErrorEntry,
  SubgraphRequest,
  SubgraphResponse,
} from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch, CompiledTogether } from '../plan/compile-plan.ts';
import type { MergedQuery } from '../plan/merged-query.ts';
import { isAnswerObject } from '../response/answer-object.ts';
import { pickVariables, type Transmit, transmitAlone } from './ask-subgraph.ts';
import type { PlanRun } from './plan-run.ts';

interface GatheredRequest {
  readonly fetch: CompiledFetch;
  readonly request: SubgraphRequest;
  resolve(response: SubgraphResponse | Promise<SubgraphResponse>): void;
  reject(reason: unknown): void;
}

/**
 * The requests of fetches that go together, sent as one. Each is answered as if it had gone by itself: when the answer cannot be taken
 * apart, as a subgraph has refused them as a whole or answered more than may be read, they go again one by one.
 */
export class GatheredRequests {
  readonly #run: PlanRun;
  readonly #node: CompiledTogether;
  readonly #requests: GatheredRequest[] = [];

  constructor(run: PlanRun, node: CompiledTogether) {
    this.#run = run;
    this.#node = node;
  }

  /** Takes a request, which waits for the others. */
  readonly add: Transmit = (_run, fetch, request) => {
    const { promise, resolve, reject } = Promise.withResolvers<SubgraphResponse>();
    this.#requests.push({ fetch, request, resolve, reject });
    return promise;
  };

  /** Sends what was added. */
  send(): void {
    const requests = this.#requests;
    const merged =
      requests.length > 1 ? this.#node.queries.find(requests.map(({ fetch }) => fetch)) : undefined;
    if (merged) void this.#sendTogether(merged);
    else this.#sendAlone();
  }

  #sendAlone(): void {
    for (const { fetch, request, resolve } of this.#requests)
      resolve(transmitAlone(this.#run, fetch, request));
  }

  async #sendTogether(merged: MergedQuery): Promise<void> {
    const { transport, call, variables } = this.#run;
    const [first, ...others] = merged.parts.map(
      ({ variable }, index) => [variable, this.#requests[index]?.request.representations ?? []] as const,
    );
    const request: SubgraphRequest = {
      subgraph: this.#requests[0]?.request.subgraph ?? '',
      query: merged.query,
      operationName: merged.operationName,
      variables: pickVariables(variables, merged.variableUsages),
      representations: first?.[1],
      moreRepresentations: others,
    };
    try {
      const answers = takeApart(await transport.send(request, call), merged);
      if (answers) for (const [index, answer] of answers.entries()) this.#requests[index]?.resolve(answer);
      else this.#separate(request);
    } catch (error) {
      if (isUnusable(error) && !call.signal.aborted) this.#separate(request);
      else for (const { reject } of this.#requests) reject(error);
    }
  }

  #separate({ subgraph }: SubgraphRequest): void {
    const { log } = this.#run;
    log.info(
      { subgraph },
      'a subgraph refused requests that went together: they go by themselves for a while',
    );
    this.#node.queries.pause();
    this.#sendAlone();
  }
}

/** True if a subgraph gave no usable answer to all requests together, which may be too long or too costly for it: each has less. */
function isUnusable(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'SUBGRAPH_RESPONSE_INVALID';
}

/** @returns nothing if there is no data, or an error that is of no part: nobody can say then whose fault it is */
function takeApart(
  { data, errors = [], text }: SubgraphResponse,
  { parts }: MergedQuery,
): SubgraphResponse[] | undefined {
  if (!isAnswerObject(data)) return undefined;
  const errorsOf = new Map<unknown, SubgraphErrorEntry[]>(parts.map(({ field }) => [field, []]));
  for (const error of errors) {
    const [field, ...rest] = error.path ?? [];
    const own = errorsOf.get(field);
    if (!own) return undefined;
    own.push({ ...error, path: ['_entities', ...rest] });
  }
  return parts.map(({ field }) => {
    const own = errorsOf.get(field) ?? [];
    return { data: { _entities: data[field] }, ...(own.length > 0 && { errors: own }), text };
  });
}
