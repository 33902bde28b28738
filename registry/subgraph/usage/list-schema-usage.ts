import type { GraphVariantSchemaUsageArgs, SchemaUsageFilter } from '../generated/types.ts';
import type { SchemaUsageConnectionModel } from '../models.ts';
import { pageList } from '../paging/page-list.ts';
import type { SchemaMember } from './schema-members.ts';
import type { VariantPeriod } from './variant-period.ts';

/** Lists the members of a schema that match a filter page by page. The counts of all members are loaded only if they are needed. */
export async function listSchemaUsage(
  members: readonly SchemaMember[],
  args: Partial<GraphVariantSchemaUsageArgs>,
  period: VariantPeriod,
  loadCounts: () => Promise<ReadonlyMap<string, number>>,
): Promise<SchemaUsageConnectionModel> {
  const order = args.orderBy ?? 'COORDINATE';
  const matching = members.filter(createTest(args.filter ?? {}));
  const isUsed = args.filter?.isUsed ?? undefined;
  const items =
    order === 'COORDINATE' && isUsed === undefined
      ? matching
      : sortMembers(matching, await loadCounts(), { order, isUsed });
  return pageList(
    { order, items: items.map((member) => ({ ...member, period })), keyOf: ({ coordinate }) => coordinate },
    args,
  );
}

function createTest(filter: SchemaUsageFilter): (member: SchemaMember) => boolean {
  const text = filter.search?.trim().toLowerCase() ?? '';
  const kinds = filter.kinds ?? undefined;
  return ({ coordinate, kind, isDeprecated }) =>
    coordinate.toLowerCase().includes(text) &&
    (kinds === undefined || kinds.includes(kind)) &&
    (filter.isDeprecated ?? isDeprecated) === isDeprecated;
}

function sortMembers(
  members: readonly SchemaMember[],
  counts: ReadonlyMap<string, number>,
  { order, isUsed }: { readonly order: string; readonly isUsed: boolean | undefined },
): readonly SchemaMember[] {
  const countOf = ({ coordinate }: SchemaMember) => counts.get(coordinate) ?? 0;
  const kept = isUsed === undefined ? members : members.filter((member) => countOf(member) > 0 === isUsed);
  if (order === 'COORDINATE') return kept;
  const sign = order === 'MOST_REQUESTS' ? -1 : 1;
  return kept.toSorted((left, right) => sign * (countOf(left) - countOf(right)));
}
