import { type Change, diff, type SerializableChange } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { findChangeCode } from './change-codes.ts';
import { toChangeId } from './change-id.ts';
import { findChangePlace } from './find-change-place.ts';
import { isRequiredNow } from './is-required-now.ts';
import type { ChangeCriticality, SchemaChange } from './schema-change.ts';

const maxDescription = 400;

const criticalities: Readonly<Record<string, ChangeCriticality>> = {
  BREAKING: 'BREAKING',
  DANGEROUS: 'DANGEROUS',
  NON_BREAKING: 'SAFE',
};

const order: readonly ChangeCriticality[] = ['BREAKING', 'DANGEROUS', 'SAFE'];

/**
 * Lists the differences between two API schemas, the breaking ones first. Differences of applied directives are left out:
 * an API schema has none but `@deprecated` and the like, which have changes of their own.
 */
export async function diffApiSchemas(before: GraphQLSchema, after: GraphQLSchema): Promise<SchemaChange[]> {
  const changes = await diff(before, after);
  return changes
    .filter(({ type }) => !String(type).startsWith('DIRECTIVE_USAGE_'))
    .map((change) => toSchemaChange(change, after))
    .sort((left, right) => order.indexOf(left.criticality) - order.indexOf(right.criticality));
}

function toSchemaChange(change: Change, after: GraphQLSchema): SchemaChange {
  const typed: SerializableChange = change as Change & SerializableChange;
  const { coordinate, reaches } = findChangePlace(typed);
  // GraphQL Inspector calls the end of a default value dangerous, also where the value becomes required by it.
  const isBreaking = change.criticality.level === 'BREAKING' || isRequiredNow(typed, after);
  return {
    id: toChangeId([typed.type, coordinate ?? '', change.message]),
    code: findChangeCode(typed.type, isBreaking),
    criticality: isBreaking ? 'BREAKING' : (criticalities[change.criticality.level] ?? 'DANGEROUS'),
    description: shorten(change.message),
    coordinate,
    reaches,
  };
}

function shorten(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').replace(/\.$/, '').trim();
  return line.length <= maxDescription ? line : `${line.slice(0, maxDescription - 1)}…`;
}
