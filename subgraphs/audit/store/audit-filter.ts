import { trailEntries } from '#platform/audit/trail/trail-tables.ts';
import { and, eq, inArray, type SQL, sql } from '#platform/database/drizzle.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { AuditEntryFilter } from '../generated/types.ts';

/** A filter whose scalars are readable. */
export type ReadableAuditFilter = Readable<AuditEntryFilter>;

/**
 * Turns a filter into the condition of the entries that pass it. A field that is absent or null sets no condition.
 *
 * @throws {GraphQLError} BAD_USER_INPUT for a period that ends before it begins
 */
export function toAuditCondition(filter: ReadableAuditFilter | null | undefined): SQL | undefined {
  const { from, until, ...others } = filter ?? {};
  if (from != null && until != null && Date.parse(until) <= Date.parse(from))
    throw createBadInputError('`filter.until` must be after `filter.from`.');
  return and(
    given(others.actorIds, (ids) => inArray(trailEntries.actorId, toStored(ids))),
    given(others.actorKinds, (kinds) => inArray(trailEntries.actorKind, [...kinds])),
    given(others.actions, (actions) => inArray(trailEntries.action, toStored(actions))),
    given(others.levels, (levels) => inArray(trailEntries.level, [...levels])),
    given(others.outcome, (outcome) => eq(trailEntries.outcome, outcome)),
    given(others.sources, (sources) => inArray(trailEntries.source, toStored(sources))),
    given(others.objectType, (type) => inArray(trailEntries.objectType, toStored([type]))),
    given(others.objectId, (id) => inArray(trailEntries.objectId, toStored([id]))),
    given(others.clientIds, (ids) => inArray(trailEntries.clientId, toStored(ids))),
    given(from, (instant) => sql`${trailEntries.at} >= ${toTimestamp(instant)}`),
    given(until, (instant) => sql`${trailEntries.at} < ${toTimestamp(instant)}`),
  );
}

function given<Value>(value: Value | null | undefined, toSql: (value: Value) => SQL): SQL | undefined {
  return value === null || value === undefined ? undefined : toSql(value);
}

/** PostgreSQL has no text with the character 0, so that none of the entries has it. */
function toStored(texts: readonly string[]): string[] {
  return texts.filter((text) => text.isWellFormed() && !text.includes('\0'));
}

/** By its number, as years outside of 1 to 9999 have no text that PostgreSQL reads. */
function toTimestamp(instant: string): SQL {
  return sql`to_timestamp(${Date.parse(instant)}::double precision / 1000)`;
}
