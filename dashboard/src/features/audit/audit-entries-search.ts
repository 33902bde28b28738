import type { AuditEntryFilter, AuditLevel, AuditOutcome } from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';
import { toDayAfter, toStartOfDay } from '../../ui/start-of-day.ts';

export const entryLevels: readonly AuditLevel[] = ['INFO', 'NOTICE', 'WARNING'];
export const entryOutcomes: readonly AuditOutcome[] = ['DONE', 'REFUSED'];

/** The filter, the place in the list and the entry that is shown, as the address of the audit has them. */
export interface AuditEntriesSearch {
  /** The id of whoever acted. */
  readonly actor?: string;
  readonly action?: string;
  readonly level?: AuditLevel;
  readonly outcome?: AuditOutcome;
  readonly source?: string;
  readonly objectType?: string;
  readonly objectId?: string;
  /** The first day, by the clocks of the seller. */
  readonly from?: string;
  /** The last day. */
  readonly to?: string;
  readonly after?: string;
  readonly before?: string;
  /** The id of the entry that is shown with all its members. */
  readonly entry?: string;
}

/** The members of the address that filter. */
export const auditFilterNames = [
  'actor',
  'action',
  'level',
  'outcome',
  'source',
  'objectType',
  'objectId',
  'from',
  'to',
] as const;

/** Reads the address; what it does not know is left out. */
export function readAuditEntriesSearch(given: Record<string, unknown>): AuditEntriesSearch {
  return omitAbsent({
    actor: toSearchParameter(given['actor']),
    action: toSearchParameter(given['action']),
    level: toOneOf(entryLevels, given['level']),
    outcome: toOneOf(entryOutcomes, given['outcome']),
    source: toSearchParameter(given['source']),
    objectType: toSearchParameter(given['objectType']),
    objectId: toSearchParameter(given['objectId']),
    from: toDay(given['from']),
    to: toDay(given['to']),
    entry: toSearchParameter(given['entry']),
    ...readPagePlace(given),
  }) as AuditEntriesSearch;
}

/** The filter as the API takes it. Days begin and end by the clocks of the zone. */
export function toAuditEntryFilter(search: AuditEntriesSearch, timeZone: string): AuditEntryFilter {
  const { actor, action, level, outcome, source, objectType, objectId, from, to } = search;
  return omitAbsent({
    actorIds: toList(actor),
    actions: toList(action),
    levels: toList(level),
    outcome,
    sources: toList(source),
    objectType,
    objectId,
    from: from && toStartOfDay(from, timeZone),
    until: to && toStartOfDay(toDayAfter(to), timeZone),
  }) as AuditEntryFilter;
}

function toList<Value>(value: Value | undefined): Value[] | undefined {
  return value === undefined ? undefined : [value];
}

/** A day as the API writes it, of the years 1 to 9998. */
function toDay(value: unknown): string | undefined {
  const text = toSearchParameter(value);
  if (text === undefined || !/^(?!0000|9999)\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(text) ? undefined : text;
}
