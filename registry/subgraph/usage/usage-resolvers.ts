import { readTogether } from '#platform/graphql/bad-input.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';
import { toOperationKey } from '../checks/affected-loaders.ts';
import type { RegistryContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { GraphVariantModel } from '../models.ts';
import { toLatencySummary } from './latency-summary.ts';
import { findOperation, listOperations } from './list-operations.ts';
import { listSchemaUsage } from './list-schema-usage.ts';
import { loadClients, loadLastReport, loadUsageTotals } from './load-usage-summary.ts';
import { listSchemaMembers, type SchemaMember } from './schema-members.ts';
import { createVariantPeriod, type VariantPeriod } from './variant-period.ts';

/** The days of requests that are told of an operation that a change fails. */
const affectedDays = 7;

/** Resolvers of what clients sent. */
export const usageFieldResolvers: Pick<
  Resolvers,
  'GraphVariant' | 'SchemaUsage' | 'ClientOperation' | 'UsageSummary' | 'AffectedOperation'
> = {
  GraphVariant: {
    schemaUsage: async (variant, args, context) => {
      const period = readPeriod(variant, args, 'COORDINATE');
      const members = await loadMembers(context, variant);
      return listSchemaUsage(members, args, period, () => context.parts.memberCounts.load(period));
    },
    operations: (variant, args, { reader }) =>
      listOperations(reader, args, readPeriod(variant, args, 'REQUESTS')),
    operation: async ({ id }, { hash, days }, { reader }) =>
      (await findOperation(reader, hash, createVariantPeriod(id, days))) ?? null,
    usage: async ({ id }, { days }, { reader }) => {
      const period = createVariantPeriod(id, days);
      return { ...period, ...(await loadUsageTotals(reader, period)) };
    },
  },
  SchemaUsage: {
    requests: async ({ coordinate, period }, _args, { loaders }) =>
      (await loaders.of(period).factsByMember.load(coordinate))?.requests ?? 0,
    operationCount: async ({ coordinate, period }, _args, { loaders }) =>
      (await loaders.of(period).factsByMember.load(coordinate))?.operations ?? 0,
    lastUsedOn: async ({ coordinate, period }, _args, { loaders }) =>
      (await loaders.of(period).lastUseByMember.load(coordinate))?.day ?? null,
    clients: async ({ coordinate, period }, _args, { loaders }) => [
      ...(await loaders.of(period).clientsByMember.load(coordinate)),
    ],
  },
  ClientOperation: {
    text: async ({ id }, _args, { loaders }) => (await loaders.textByOperation.load(id))?.text ?? '',
    latency: async ({ hash, period }, _args, { loaders }) =>
      toLatencySummary((await loaders.of(period).latencyByOperation.load(hash))?.counts ?? []),
    clients: async ({ hash, period }, _args, { loaders }) => [
      ...(await loaders.of(period).clientsByOperation.load(hash)),
    ],
  },
  UsageSummary: {
    clients: (period, _args, { reader }) => loadClients(reader, period),
    lastReportedAt: (period, _args, { reader }) => loadLastReport(reader, period),
  },
  AffectedOperation: {
    name: async (operation, _args, { loaders }) =>
      (await loaders.affectedByKey.load(toOperationKey(operation)))?.name ?? null,
    text: async (operation, _args, { loaders }) =>
      (await loaders.affectedByKey.load(toOperationKey(operation)))?.text ?? null,
    isPersisted: async (operation, _args, { loaders }) =>
      (await loaders.affectedByKey.load(toOperationKey(operation)))?.isPersisted ?? false,
    requests: async ({ hash, variantId }, _args, { loaders }) => {
      const [first] = await loaders.of({ variantId, days: affectedDays }).clientsByOperation.load(hash);
      return first?.total ?? 0;
    },
    clients: async ({ hash, variantId }, _args, { loaders }) => [
      ...(await loaders.of({ variantId, days: affectedDays }).clientsByOperation.load(hash)),
    ],
  },
};

/** Reads the period of a list and tells all that is wrong with its arguments, before anything is loaded. */
function readPeriod(
  { id }: GraphVariantModel,
  args: PageArguments & {
    readonly days?: number | null | undefined;
    readonly orderBy?: string | null | undefined;
  },
  usualOrder: string,
): VariantPeriod {
  const [period] = readTogether(
    () => createVariantPeriod(id, args.days),
    () => parsePage(args, args.orderBy ?? usualOrder),
  );
  return period;
}

/** Loads the members of the schema that runs; none until one composed. */
async function loadMembers(
  { loaders, parts }: RegistryContext,
  { currentLaunch }: GraphVariantModel,
): Promise<readonly SchemaMember[]> {
  const launch = currentLaunch === null ? null : await loaders.launchById.load(currentLaunch);
  if (launch?.apiSchemaHash == null) return [];
  const document = await loaders.documentByHash.load(launch.apiSchemaHash);
  return document === null ? [] : listSchemaMembers(parts.apiSchemas.build(document.text));
}
