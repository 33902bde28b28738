import { GraphQLError } from 'graphql';
import type { SubgraphResponse } from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch, CompiledNode, CompiledTogether } from '../plan/compile-plan.ts';
import type { Representations } from '../plan/representation.ts';
import { type AnswerObject, isAnswerObject } from '../response/answer-object.ts';
import { ask, type Transmit, transmitAlone } from './ask-subgraph.ts';
import { GatheredRequests } from './gathered-requests.ts';
import { groupTargets, type TargetGroup } from './group-targets.ts';
import { type Copies, copyJson, mergeInto } from './merge.ts';
import type { PlanRun, Variables } from './plan-run.ts';
import { rootResponseNames } from './root-response-names.ts';
import { type AskedTargets, ErrorPlaces } from './subgraph-errors.ts';
import { collectTargets } from './targets.ts';

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
    case 'together':
      await runTogether(run, node);
      return;
    case 'defer':
      if (!run.deferring) throw new TypeError('The plan has parts that come later, which nobody takes.');
      await run.deferring.run(run, node);
      return;
    case 'fetch':
      await runFetch(run, node);
      if (node.id !== undefined) run.deferring?.fetched(node.id);
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

async function runTogether(run: PlanRun, node: CompiledTogether): Promise<void> {
  const gathered = new GatheredRequests(run, node);
  // Each runs at once until it has handed over its request, if it has one.
  const runs = node.fetches.map((fetch) => runFetch(run, fetch, gathered.add));
  gathered.send();
  await Promise.all(runs);
}

async function runFetch(
  run: PlanRun,
  fetch: CompiledFetch,
  transmit: Transmit = transmitAlone,
): Promise<void> {
  try {
    if (fetch.representations) await fetchEntities(run, fetch, fetch.representations, transmit);
    else await fetchRoot(run, fetch);
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
  const rootNames = fetch.representations ? [] : rootResponseNames(fetch.query);
  run.errors.push(...places.toFailures('SUBGRAPH_RESPONSE_INVALID', rootNames, asked));
  run.log.warn(
    { subgraph: fetch.subgraph },
    'a subgraph gave an answer of another form than it was asked for',
  );
}

async function fetchRoot(run: PlanRun, fetch: CompiledFetch): Promise<void> {
  const findTargets = () => collectTargets(run.data, fetch.path, run.shared);
  if (findTargets().length === 0) return;
  const places = new ErrorPlaces(fetch, run, undefined);
  const response = await ask(run, fetch, undefined, places);
  // Copies may have taken their places meanwhile.
  if (response) takeRoot(run, fetch, findTargets(), response, places);
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
  if (isAnswerObject(data)) take(run, fetch, targets, data);
  else if (errors.length === 0) failFetch(run, fetch, places);
}

async function fetchEntities(
  run: PlanRun,
  fetch: CompiledFetch,
  representations: Representations,
  transmit: Transmit,
): Promise<void> {
  const groups = groupTargets(run, fetch.path, representations);
  if (groups.length === 0) return;
  const findAsked = followTargets(run, groups, () => groupTargets(run, fetch.path, representations));
  const places = new ErrorPlaces(fetch, run, findAsked);
  const texts = groups.map(({ text }) => text);
  const response = await ask(run, fetch, texts, places, transmit);
  if (!response) return;
  const { data, errors = [] } = response;
  for (const entry of errors) run.errors.push(...places.toErrors(entry));
  const asked = findAsked();
  const entities = data?.['_entities'];
  if (!Array.isArray(entities) || entities.length !== asked.length) {
    if (errors.length === 0) failFetch(run, fetch, places);
    return;
  }
  for (const [index, entity] of entities.entries()) {
    const same = asked[index] ?? [];
    if (isAnswerObject(entity)) take(run, fetch, same, entity);
    else if (entity !== null && errors.length === 0) failFetch(run, fetch, places, [same]);
  }
}

/**
 * Follows the objects that a fetch asks about: while it waits for its answer, copies may take their places.
 *
 * @returns what finds those that are there now, in the order of their representations
 */
function followTargets(
  { copied }: PlanRun,
  groups: readonly TargetGroup[],
  groupAnew: () => readonly TargetGroup[],
): () => AskedTargets {
  let asked = groups.map(({ targets }) => targets);
  let { count } = copied;
  return () => {
    if (count === copied.count) return asked;
    count = copied.count;
    const now = new Map(groupAnew().map(({ text, targets }) => [text, targets]));
    asked = groups.map(({ text, targets }) => now.get(text) ?? targets);
    return asked;
  };
}

/** Gives equal objects the same data: what is below it is fetched once, and stands at all their places. */
function take(
  run: PlanRun,
  fetch: CompiledFetch,
  targets: readonly AnswerObject[],
  data: AnswerObject,
): void {
  fetch.rewriteAnswer?.(data);
  const copies = copiesOf(run, targets.length > 1);
  for (const target of targets) if (mergeInto(target, data, copies)) run.found.clear();
  if (targets.length < 2) return;
  for (const value of Object.values(data)) {
    if (typeof value === 'object' && value !== null) run.shared.add(value);
  }
}

/**
 * Copies what others have too, as it may differ from now on: once for each value that is merged into it, which all objects that get the same
 * have in common.
 */
function copiesOf({ shared, copied }: PlanRun, areSeveral: boolean): Copies {
  const copies = new Map<object, Map<object, object>>();
  return (known, value) => {
    if (!shared.has(known)) return known;
    const byValue = copies.get(known) ?? new Map<object, object>();
    copies.set(known, byValue);
    const copy = byValue.get(value) ?? copyJson(known);
    byValue.set(value, copy);
    copied.count += 1;
    if (areSeveral) shared.add(copy);
    return copy;
  };
}
