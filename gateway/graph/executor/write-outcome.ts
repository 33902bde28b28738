import { GraphQLError } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { CompiledOperation } from './compiled-operation.ts';
import type { ExecutionOutcome } from './executor.ts';
import { type AnswerObject, writeOwn } from './response/answer-object.ts';
import { introspect } from './response/introspection.ts';
import { JsonText } from './response/json-text.ts';
import type { ObjectShape } from './response/shape.ts';
import { type DeferredPlace, writeResponse } from './response/write-response.ts';
import type { PlanRun } from './run/plan-run.ts';
import type { ResponsePath } from './run/targets.ts';

/** A part of an answer to be written, and its form. */
export interface Written {
  readonly shape: ObjectShape;
  readonly data: AnswerObject;
  /** The place of the data, if the places of what comes later are wanted. */
  readonly place?: ResponsePath;
}

/** Writes an answer, or a part of it, from what a run has fetched; the run's errors are its errors. */
export function writeOutcome(
  { apiSchema }: Supergraph,
  { operation }: CompiledOperation,
  { errors, shared, texts, variables, log }: PlanRun,
  { shape, data, place }: Written,
): ExecutionOutcome & { readonly deferred: readonly DeferredPlace[] } {
  if (shape.introspection.size > 0) {
    const answers = introspect(apiSchema, operation, shape.introspection, variables);
    for (const [name, answer] of Object.entries(answers)) writeOwn(data, name, answer);
  }
  const { text, misfits, missing, deferred } = writeResponse(shape, data, {
    shared,
    hasEscapes: texts.hasEscapes,
    place,
  });
  if (misfits.length > 0)
    log.warn({ places: misfits.slice(0, 3) }, 'a value has another form than its schema has');
  // An error of its subgraph tells why a value is missing.
  const wrong = errors.length === 0 ? [...misfits, ...missing] : misfits;
  for (const path of wrong) errors.push(toMisfitError(path));
  return { data: text === null ? null : new JsonText(text), errors, deferred };
}

/** The error for a place where a value is missing, or has a form that its type cannot have. */
export function toMisfitError(path: ResponsePath): GraphQLError {
  return new GraphQLError('A service this needs gave no value, or one of another kind than its schema has.', {
    path,
    extensions: { code: 'SUBGRAPH_RESPONSE_INVALID' },
  });
}
