import type {
  ClientOperationOrder,
  SchemaCheckStatus,
  SchemaMemberKind,
  SchemaUsageOrder,
} from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

export const checkStatuses: readonly SchemaCheckStatus[] = ['PASSED', 'FAILED'];
export const memberKinds: readonly SchemaMemberKind[] = ['FIELD', 'ARGUMENT', 'INPUT_FIELD', 'ENUM_VALUE'];
export const usageOrders: readonly SchemaUsageOrder[] = ['COORDINATE', 'MOST_REQUESTS', 'FEWEST_REQUESTS'];
export const operationOrders: readonly ClientOperationOrder[] = ['REQUESTS', 'ERRORS', 'LAST_SEEN'];
/** The periods that are offered, in days until now, as texts of an address. */
export const periods = ['1', '7', '30', '90'] as const;
export type OfferedPeriod = (typeof periods)[number];

const usualPeriod: OfferedPeriod = '7';

/** The days of a period, or of the usual one. */
export function toPeriodDays(period: OfferedPeriod = usualPeriod): number {
  return Number(period);
}

/** The filters and the place in the list of checks, as the address has them. */
export interface ChecksSearch {
  readonly branch?: string;
  readonly status?: SchemaCheckStatus;
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address of the list of checks. */
export function readChecksSearch(given: Record<string, unknown>): ChecksSearch {
  return omitAbsent({
    branch: toSearchParameter(given['branch']),
    status: toOneOf(checkStatuses, given['status']),
    ...readPagePlace(given),
  });
}

/** The filters, the order and the place in the list of members of a schema. */
export interface UsageSearch {
  readonly search?: string;
  readonly use?: 'used' | 'unused';
  readonly kind?: SchemaMemberKind;
  readonly order?: SchemaUsageOrder;
  readonly days?: OfferedPeriod;
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address of the list of members of a schema. */
export function readUsageSearch(given: Record<string, unknown>): UsageSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    use: toOneOf(['used', 'unused'] as const, given['use']),
    kind: toOneOf(memberKinds, given['kind']),
    order: toOneOf(usageOrders, given['order']),
    days: toOneOf(periods, given['days']),
    ...readPagePlace(given),
  });
}

/** The filters, the order and the place in the list of operations. */
export interface OperationsSearch {
  readonly search?: string;
  readonly order?: ClientOperationOrder;
  readonly days?: OfferedPeriod;
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address of the list of operations. */
export function readOperationsSearch(given: Record<string, unknown>): OperationsSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    order: toOneOf(operationOrders, given['order']),
    days: toOneOf(periods, given['days']),
    ...readPagePlace(given),
  });
}

/** The period of one operation. */
export interface OperationSearch {
  readonly days?: OfferedPeriod;
}

/** Reads the address of an operation. */
export function readOperationSearch(given: Record<string, unknown>): OperationSearch {
  return omitAbsent({ days: toOneOf(periods, given['days']) });
}

/** The graph and the place in the list of keys. */
export interface KeysSearch {
  readonly graph?: string;
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address of the list of keys. */
export function readKeysSearch(given: Record<string, unknown>): KeysSearch {
  return omitAbsent({ graph: toSearchParameter(given['graph']), ...readPagePlace(given) });
}

/** The graph, its variant and the place in the audit trail. */
export interface AuditSearch extends KeysSearch {
  readonly variant?: string;
}

/** Reads the address of the audit trail; a variant counts with its graph alone. */
export function readAuditSearch(given: Record<string, unknown>): AuditSearch {
  const search = readKeysSearch(given);
  const variant = search.graph === undefined ? undefined : toSearchParameter(given['variant']);
  return { ...search, ...omitAbsent({ variant }) };
}
