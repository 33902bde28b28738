import type { trailEntries } from '#platform/audit/trail/trail-tables.ts';
import type { Connection } from '#platform/graphql/connection.ts';
import type { trailVerification } from './tables.ts';

export type { EntityReference } from '#platform/graphql/entity-reference.ts';

/** The parent value of the resolvers of `AuditEntry`: the row. */
export type AuditEntryModel = typeof trailEntries.$inferSelect;

/** A page of entries. */
export interface AuditEntryConnectionModel extends Connection<AuditEntryModel> {
  /** The number of the last entry when the page was read. */
  readonly end: bigint;
}

/** An entry on a page. */
export type AuditEntryEdgeModel = AuditEntryConnectionModel['edges'][number];

/** The parent value of the resolvers of `AuditEntryAdded`. */
export interface AuditEntryAddedModel {
  readonly entry: AuditEntryModel;
}

/** The parent value of the resolvers of `AuditTrailVerification`: the row. */
export type AuditTrailVerificationModel = typeof trailVerification.$inferSelect;
