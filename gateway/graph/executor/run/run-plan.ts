import { GraphQLError } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { hasLeft } from '../../../upstream/has-left.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch, CompiledNode } from '../plan/compile-plan.ts';
import { type AnswerObject, isAnswerObject } from '../response/answer-object.ts';
import { type Copies, copyJson, mergeInto } from './merge.ts';
import { rootResponseNames } from './root-response-names.ts';
import { ErrorPlaces } from './subgraph-errors.ts';
import { collectTargets } from './targets.ts';

type Variables = Readonly<Record<string, unknown>>;

/** One run of a plan: what it knows so far. */
export interface PlanRun {
  /** All that was fetched, merged; it has more than the client asked for. */
  readonly data: AnswerObject;
  readonly errors: GraphQLError[];
  /** Objects and lists that stand at several places of `data`. */
  readonly shared: Set<object>;
  readonly variables: Variables;
  readonly call: SubgraphCall;
  readonly transport: SubgraphTransport;
  /** The requests that others of the same run ask again; absent where each request may change something. */
  readonly sent: Map<string, Promise<SubgraphResponse>> | undefined;
  readonly log: Log;
}

/** Runs a node and what is below it. Faults of subgraphs become errors of the run. */
export async function runNode(run: PlanRun, node: CompiledNode): Promise<void> {
  switch (node.kind) {
    case 'sequence':
      for (const each of node.nodes) await runNode(run, each);
      return;
    case 'parallel':
      await Promise.all(node.nodes.map((each) => runNode(run, each)));
      return;
    case 'condition': {
      const next = readCondition(run.variables, node) ? node.whenTrue : node.whenFalse;
      if (next) await runNode(run, next);
      return;
    }
    case 'fetch':
      await runFetch(run, node);
  }
}

function readCondition(
  variables: Variables,
  { variable, byDefault }: Extract<CompiledNode, { kind: 'condition' }>,
): boolean {
  const value = Object.hasOwn(variables, variable) ? (variables[variable] ?? byDefault) : byDefault;
  if (typeof value !== 'boolean') {
    throw new GraphQLError(`Variable "$${variable}" decides what is included, and has no value.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return value;
}

async function runFetch(run: PlanRun, fetch: CompiledFetch): Promise<void> {
  const targets = collectTargets(run.data, fetch.path, run.shared);
  if (targets.length === 0) return;
  try {
    if (fetch.writeRepresentation) await fetchEntities(run, fetch, targets, fetch.writeRepresentation);
    else await fetchRoot(run, fetch, targets);
  } catch (error) {
    // The stack is too small for values that nest as deep as no client can ask.
    if (!(error instanceof RangeError)) throw error;
    failFetch(run, fetch, new ErrorPlaces(fetch, run, undefined), [[]]);
  }
}

/** Notes that an answer is none that the subgraph may give. */
function failFetch(
  run: PlanRun,
  fetch: CompiledFetch,
  places: ErrorPlaces,
  asked?: readonly (readonly AnswerObject[])[],
): void {
  const rootNames = fetch.writeRepresentation ? [] : rootResponseNames(fetch.query);
  run.errors.push(...places.toFailures('SUBGRAPH_RESPONSE_INVALID', rootNames, asked));
  run.log.warn(
    { subgraph: fetch.subgraph },
    'a subgraph gave an answer of another form than it was asked for',
  );
}

async function fetchRoot(
  run: PlanRun,
  fetch: CompiledFetch,
  targets: readonly AnswerObject[],
): Promise<void> {
  const places = new ErrorPlaces(fetch, run, undefined);
  const response = await ask(run, fetch, undefined, places);
  if (response) takeRoot(run, fetch, targets, response, places);
}

/** Takes an answer to a fetch of root fields: of a request, or the event of a subscription. */
export function takeRoot(
  run: PlanRun,
  fetch: CompiledFetch,
  targets: readonly AnswerObject[],
  { data, errors = [] }: SubgraphResponse,
  places: ErrorPlaces = new ErrorPlaces(fetch, run, undefined),
): void {
  for (const entry of errors) run.errors.push(...places.toErrors(entry));
  if (isAnswerObject(data)) take(run, fetch, targets, data, noCopies);
  else if (errors.length === 0) failFetch(run, fetch, places);
}

async function fetchEntities(
  run: PlanRun,
  fetch: CompiledFetch,
  targets: readonly AnswerObject[],
  writeRepresentation: NonNullable<CompiledFetch['writeRepresentation']>,
): Promise<void> {
  const byText = new Map<string, AnswerObject[]>();
  for (const target of targets) {
    const text = writeRepresentation(target);
    if (text === undefined) continue;
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [target]);
    else same.push(target);
  }
  if (byText.size === 0) return;
  const asked = [...byText.values()];
  const places = new ErrorPlaces(fetch, run, asked);
  const response = await ask(run, fetch, [...byText.keys()], places);
  if (!response) return;
  const { data, errors = [] } = response;
  for (const entry of errors) run.errors.push(...places.toErrors(entry));
  const entities = data?.['_entities'];
  if (!Array.isArray(entities) || entities.length !== asked.length) {
    if (errors.length === 0) failFetch(run, fetch, places);
    return;
  }
  for (const [index, entity] of entities.entries()) {
    const same = asked[index] ?? [];
    // Objects that differ may have parts in common so far, which are to differ now.
    const copies: Copies = asked.length > 1 ? copiesOf(run.shared, same.length > 1) : noCopies;
    if (isAnswerObject(entity)) take(run, fetch, same, entity, copies);
    else if (entity !== null && errors.length === 0) failFetch(run, fetch, places, [same]);
  }
}

/** Gives equal objects the same data: what is below it is fetched once, and stands at all their places. */
function take(
  run: PlanRun,
  fetch: CompiledFetch,
  targets: readonly AnswerObject[],
  data: AnswerObject,
  copies: Copies,
): void {
  fetch.rewriteAnswer?.(data);
  for (const target of targets) mergeInto(target, data, copies);
  if (targets.length < 2) return;
  for (const value of Object.values(data)) {
    if (typeof value === 'object' && value !== null) run.shared.add(value);
  }
}

const noCopies: Copies = (known) => known;

/** Copies what others have too, once for all objects that get the same. */
function copiesOf(shared: Set<object>, areSeveral: boolean): Copies {
  const copies = new Map<object, object>();
  return (known) => {
    if (!shared.has(known)) return known;
    const copy = copies.get(known) ?? copyJson(known);
    copies.set(known, copy);
    if (areSeveral) shared.add(copy);
    return copy;
  };
}

/** @returns nothing if there is no usable answer, which is among the run's errors then */
async function ask(
  run: PlanRun,
  fetch: CompiledFetch,
  representations: readonly string[] | undefined,
  places: ErrorPlaces,
): Promise<SubgraphResponse | undefined> {
  const { subgraph, query, operationName } = fetch;
  const variables = pickVariables(run.variables, fetch.variableUsages);
  const request: SubgraphRequest = { subgraph, query, operationName, variables, representations };
  try {
    return await send(run, fetch, request);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { code, message: reason } = error;
    if (hasLeft(run.call.signal)) run.log.debug({ subgraph }, 'a client left before a subgraph had answered');
    else run.log.warn({ subgraph, code, reason }, 'a subgraph gave no usable answer');
    run.errors.push(...places.toFailures(code, representations ? [] : rootResponseNames(query)));
    return undefined;
  }
}

async function send(
  { sent, transport, call }: PlanRun,
  { twins }: CompiledFetch,
  request: SubgraphRequest,
): Promise<SubgraphResponse> {
  if (sent === undefined || twins === undefined) return transport.send(request, call);
  const key = `${twins} ${JSON.stringify(request.variables)} ${request.representations?.join() ?? ''}`;
  const known = sent.get(key);
  // The parts of the same object may differ from place to place, so that each place has a copy of its own.
  if (known) return copyJson(await known);
  const answer = transport.send(request, call);
  sent.set(key, answer);
  // Whoever merges changes what it has: the first to take the answer must not be the one that others copy.
  return copyJson(await answer);
}

const noVariables: Variables = {};

function pickVariables(variables: Variables, names: readonly string[]): Variables {
  if (names.length === 0) return noVariables;
  const known = names.filter((name) => Object.hasOwn(variables, name) && variables[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, variables[name]]));
}
