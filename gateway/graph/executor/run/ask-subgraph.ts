import { GraphQLError } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import { hasLeft } from '../../../upstream/has-left.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch } from '../plan/compile-plan.ts';
import { copyJson } from './merge.ts';
import type { PlanRun, Variables } from './plan-run.ts';
import { rootResponseNames } from './root-response-names.ts';
import type { ErrorPlaces } from './subgraph-errors.ts';

/** Sends the request of a fetch. */
export type Transmit = (
  run: PlanRun,
  fetch: CompiledFetch,
  request: SubgraphRequest,
) => Promise<SubgraphResponse>;

export const transmitAlone: Transmit = ({ transport, call }, _, request) => transport.send(request, call);

/** Notes if the texts of an answer may have what JSON escapes. */
export function noteText(run: PlanRun, { text }: SubgraphResponse): void {
  if (text === undefined || text.includes('\\')) run.texts.hasEscapes = true;
}

/** @returns nothing if there is no usable answer, which is among the run's errors then */
export async function ask(
  run: PlanRun,
  fetch: CompiledFetch,
  representations: readonly string[] | undefined,
  places: ErrorPlaces,
  transmit: Transmit = transmitAlone,
): Promise<SubgraphResponse | undefined> {
  const { subgraph, query, operationName } = fetch;
  const variables = pickVariables(run.variables, fetch.variableUsages);
  const request: SubgraphRequest = { subgraph, query, operationName, variables, representations };
  try {
    const response = await send(run, fetch, request, transmit);
    noteText(run, response);
    return response;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { code, message: reason } = error;
    if (hasLeft(run.call.signal)) {
      run.log.debug({ subgraph }, 'a client left before a subgraph had answered');
      // Nobody reads it: an error for each place would cost more than all that was done before.
      run.errors.push(new GraphQLError('The client is gone.', { extensions: { code } }));
      return undefined;
    }
    run.log.warn({ subgraph, code, reason }, 'a subgraph gave no usable answer');
    run.errors.push(...places.toFailures(code, representations ? [] : rootResponseNames(query)));
    return undefined;
  }
}

async function send(
  run: PlanRun,
  fetch: CompiledFetch,
  request: SubgraphRequest,
  transmit: Transmit,
): Promise<SubgraphResponse> {
  const { sent } = run;
  if (sent === undefined || fetch.twins === undefined) return transmit(run, fetch, request);
  const key = `${fetch.twins} ${JSON.stringify(request.variables)} ${request.representations?.join() ?? ''}`;
  const known = sent.get(key);
  // The parts of the same object may differ from place to place, so that each place has a copy of its own.
  if (known) return copyJson(await known);
  const answer = transmit(run, fetch, request);
  sent.set(key, answer);
  // Whoever merges changes what it has: the first to take the answer must not be the one that others copy.
  return copyJson(await answer);
}

const noVariables: Variables = {};

export function pickVariables(variables: Variables, names: readonly string[]): Variables {
  if (names.length === 0) return noVariables;
  const known = names.filter((name) => Object.hasOwn(variables, name) && variables[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, variables[name]]));
}
