import { GraphQLError } from 'graphql';
import type { Supergraph } from '../../supergraph/supergraph.ts';
import type { CompiledOperation } from '../compiled-operation.ts';
import type { DeferredOutcome, DeferredOutcomes, FirstOutcome, PlanExecution } from '../executor.ts';
import { type AnswerObject, isAnswerObject, readOwn } from '../response/answer-object.ts';
import type { DeferredPlace } from '../response/write-response.ts';
import type { PlanRun } from '../run/plan-run.ts';
import { runNode } from '../run/run-plan.ts';
import type { ResponsePath } from '../run/targets.ts';
import { toMisfitError, writeOutcome } from '../write-outcome.ts';
import { DeferredParts } from './deferred-parts.ts';
import { divideErrors } from './divide-errors.ts';
import { labelsIn, labelsOfPlan, markDefers } from './mark-defers.ts';

/**
 * The documents of an execution with marks in place of what comes later: what the plan defers, and what the caller may not read
 * at all, for which nothing is planned.
 */
export function withMarks(request: PlanExecution): PlanExecution {
  const { plan, document, asked } = request;
  const planned = labelsOfPlan(plan);
  const allowed = labelsIn(document);
  const isPart = (label: string) => planned.has(label) || !allowed.has(label);
  const marked = markDefers(document, isPart);
  return { ...request, document: marked, asked: asked === document ? marked : markDefers(asked, isPart) };
}

/** Runs a compiled operation whose documents have marks: the first part at once, and the others as they come. */
export async function runInParts(
  supergraph: Supergraph,
  operation: CompiledOperation,
  { call, ...rest }: PlanRun,
): Promise<FirstOutcome> {
  const left = new AbortController();
  const deferredParts = new DeferredParts();
  const run: PlanRun = {
    ...rest,
    deferring: deferredParts,
    call: { ...call, signal: AbortSignal.any([call.signal, left.signal]) },
  };
  try {
    if (operation.node) await runNode(run, operation.node);
    const shape = operation.shapeFor(run.variables);
    const written = writeOutcome(supergraph, operation, run, { shape, data: run.data, place: [] });
    const { data, errors, deferred } = written;
    if (deferred.length === 0) left.abort();
    const write: WritePart = (place, failures) => writePart(supergraph, operation, run, place, failures);
    return {
      data,
      errors,
      rest: deferred.length === 0 ? undefined : takeRest(deferredParts, deferred, write, left),
    };
  } catch (error) {
    left.abort();
    if (error instanceof GraphQLError) {
      return { data: null, errors: [...run.errors, error], rest: undefined };
    }
    throw error;
  }
}

/** Writes the part of one place, whose errors so far are given. */
type WritePart = (place: DeferredPlace, errors: GraphQLError[]) => WrittenPart;

type WrittenPart = DeferredOutcome & { readonly deferred: readonly DeferredPlace[] };

/** The most parts that are told together: a list has one for each item, and others are written when these were taken. */
const maxTogether = 1_000;

/** Gives the parts as they come, those together that have come together. */
async function* takeRest(
  running: DeferredParts,
  first: readonly DeferredPlace[],
  write: WritePart,
  left: AbortController,
): AsyncGenerator<DeferredOutcomes, void, undefined> {
  let pending = Map.groupBy(first, toLabel);
  try {
    while (pending.size > 0) {
      const ended = await findEnded(running, [...pending.keys()]);
      let parts: DeferredOutcome[] = [];
      const inner: DeferredPlace[] = [];
      for (const label of ended) {
        const places = pending.get(label) ?? [];
        pending.delete(label);
        const failures = await failuresOf(running, label, places[0]?.path);
        const divided = divideErrors(
          failures,
          places.map(({ path }) => path),
        );
        for (const [index, place] of places.entries()) {
          if (parts.length === maxTogether) {
            yield { parts, hasNext: true };
            parts = [];
          }
          const { deferred, ...part } = write(place, divided[index] ?? []);
          parts.push(part);
          for (const each of deferred) inner.push(each);
        }
      }
      // A place within a part is waited for once the part is there.
      pending = new Map([...pending, ...Map.groupBy(inner, toLabel)]);
      yield { parts, hasNext: pending.size > 0 };
    }
  } finally {
    left.abort();
  }
}

function toLabel({ label }: DeferredPlace): string {
  return label;
}

/** Waits until one of some parts is there, and finds all that are there by then. */
async function findEnded(running: DeferredParts, labels: readonly string[]): Promise<readonly string[]> {
  const ended = new Set<string>();
  await Promise.race(
    labels.map(async (label) => {
      await running.find(label)?.ended;
      ended.add(label);
    }),
  );
  // The answers to several may have come in the same moment.
  await Promise.resolve();
  return labels.filter((label) => ended.has(label));
}

/** The errors of the requests of a part, and the bug that ended it if there was one. */
async function failuresOf(
  running: DeferredParts,
  label: string,
  path: ResponsePath | undefined,
): Promise<readonly GraphQLError[]> {
  const part = running.find(label);
  if (!part) return [];
  const bug = await part.ended;
  if (!bug) return part.errors;
  const error = new GraphQLError(bug.message, { path: path ?? null, originalError: bug });
  return [...part.errors, bug instanceof GraphQLError ? bug : error];
}

function writePart(
  supergraph: Supergraph,
  operation: CompiledOperation,
  run: PlanRun,
  { label, path, shape }: DeferredPlace,
  errors: GraphQLError[],
): WrittenPart {
  const data = findObject(run.data, path);
  if (!data) return { label, path, data: null, errors: [...errors, toMisfitError(path)], deferred: [] };
  return {
    label,
    path,
    ...writeOutcome(supergraph, operation, { ...run, errors }, { shape, data, place: path }),
  };
}

function findObject(data: AnswerObject, path: ResponsePath): AnswerObject | undefined {
  let value: unknown = data;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? value[step] : undefined;
    else value = isAnswerObject(value) ? readOwn(value, step) : undefined;
  }
  return isAnswerObject(value) ? value : undefined;
}
