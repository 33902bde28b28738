import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { type AnswerObject, isAnswerObject, readOwn, writeOwn } from '../response/answer-object.ts';
import { satisfies } from './type-conditions.ts';

/** Changes an object in place, and what is below it. */
export type Rewrite = (value: AnswerObject) => void;

const fragmentPrefix = '... on ';

/**
 * Compiles the rewrites of a fetch: what the planner asked under another name, or of another type, gets its own again.
 *
 * @returns nothing if there is nothing to rewrite
 */
export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[] | undefined,
): Rewrite | undefined {
  if (!rewrites?.length) return undefined;
  const compiled = rewrites.map((rewrite) => compileRewrite(schema, rewrite));
  return (value) => {
    for (const apply of compiled) apply(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite {
  const parents = rewrite.path.slice(0, -1);
  const last = rewrite.path.at(-1);
  if (last === undefined || last.startsWith(fragmentPrefix))
    throw new TypeError(`The plan has a rewrite that ends in no field: ${rewrite.path.join('.')}`);
  const change = toChange(rewrite, last);
  return (value) => applyAt(schema, value, parents, 0, change);
}

function toChange(rewrite: FetchDataRewrite, name: string): Rewrite {
  if (rewrite.kind === 'ValueSetter') return (value) => writeOwn(value, name, rewrite.setValueTo);
  return (value) => {
    const known = readOwn(value, name);
    if (known === undefined) return;
    writeOwn(value, rewrite.renameKeyTo, known);
    delete value[name];
  };
}

function applyAt(
  schema: GraphQLSchema,
  value: unknown,
  path: readonly string[],
  from: number,
  change: Rewrite,
): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(schema, item, path, from, change);
    return;
  }
  if (!isAnswerObject(value)) return;
  const step = path[from];
  if (step === undefined) change(value);
  else if (!step.startsWith(fragmentPrefix)) applyAt(schema, readOwn(value, step), path, from + 1, change);
  else {
    const typename = readOwn(value, '__typename');
    const condition = step.slice(fragmentPrefix.length);
    // Where the planner did not ask for the type there is only one.
    const isOf = typeof typename !== 'string' || satisfies(schema, typename, condition);
    if (isOf) applyAt(schema, value, path, from + 1, change);
  }
}
