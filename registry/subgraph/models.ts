import type { Connection } from '#platform/graphql/connection.ts';
import type { Author } from '../author.ts';
import type { StoredApproval } from '../checks/approvals.ts';
import type { RuleViolationReport } from '../checks/authorization/report-violations.ts';
import type { SchemaChange } from '../checks/changes/schema-change.ts';
import type { CheckTask } from '../checks/check-task.ts';
import type { JudgedChange } from '../checks/operations/judged-change.ts';
import type { checkRuns } from '../checks/tables.ts';
import type { CompositionProblem } from '../composition/composition.ts';
import type { ListedInstance } from '../discovery/instance.ts';
import type { auditEntries, graphs, launches, subgraphVersions, variants } from '../graphs/tables.ts';
import type { ListedKey } from '../keys/key-store.ts';
import type { LintDiagnostic } from '../lint/lint-diagnostic.ts';
import type { ClientOperationRow } from './usage/client-operation-row.ts';
import type { UsageTotals } from './usage/load-usage-summary.ts';
import type { SchemaMember } from './usage/schema-members.ts';
import type { VariantPeriod } from './usage/variant-period.ts';

type EdgeOf<ConnectionModel extends Connection<unknown>> = ConnectionModel['edges'][number];

export type { EntityReference } from '#platform/graphql/entity-reference.ts';

/** The parent values of the resolvers, by the name of their type; each list has its pages and edges. */
export type GraphModel = typeof graphs.$inferSelect;
export type GraphConnectionModel = Connection<GraphModel>;
export type GraphEdgeModel = EdgeOf<GraphConnectionModel>;

export type GraphVariantModel = typeof variants.$inferSelect;
export type GraphVariantConnectionModel = Connection<GraphVariantModel>;
export type GraphVariantEdgeModel = EdgeOf<GraphVariantConnectionModel>;

export type LaunchModel = typeof launches.$inferSelect;
export type LaunchConnectionModel = Connection<LaunchModel>;
export type LaunchEdgeModel = EdgeOf<LaunchConnectionModel>;

export type SubgraphModel = typeof subgraphVersions.$inferSelect;
export type SubgraphConnectionModel = Connection<SubgraphModel>;
export type SubgraphEdgeModel = EdgeOf<SubgraphConnectionModel>;

/** A subgraph of two launches, in one of them at least. */
export interface SubgraphChangeModel {
  readonly name: string;
  readonly before: SubgraphModel | null;
  readonly after: SubgraphModel | null;
}

export type SubgraphInstanceModel = ListedInstance;
export type SubgraphInstanceConnectionModel = Connection<SubgraphInstanceModel>;
export type SubgraphInstanceEdgeModel = EdgeOf<SubgraphInstanceConnectionModel>;

export type CompositionProblemModel = CompositionProblem;

/** Of a key, the name or the id is enough. */
export type RegistryAuthorModel = Author;

export type SchemaChangeModel = SchemaChange;
export type SchemaChangeConnectionModel = Connection<SchemaChangeModel>;
export type SchemaChangeEdgeModel = EdgeOf<SchemaChangeConnectionModel>;

/** A check without its tasks, which may be large. */
export type SchemaCheckModel = Omit<typeof checkRuns.$inferSelect, 'tasks'>;
export type SchemaCheckConnectionModel = Connection<SchemaCheckModel>;
export type SchemaCheckEdgeModel = EdgeOf<SchemaCheckConnectionModel>;

/** A task of one kind with the check that it is a part of. */
export interface TaskModel<Kind extends CheckTask['kind']> {
  readonly task: Extract<CheckTask, { readonly kind: Kind }>;
  readonly check: SchemaCheckModel;
}
export type CompositionTaskModel = TaskModel<'composition'>;
export type OperationsTaskModel = TaskModel<'operations'>;
export type LintTaskModel = TaskModel<'lint'>;
export type AuthorizationTaskModel = TaskModel<'authorization'>;

/** A part of a check with the check, whose branch decides which approvals hold. */
type OfCheck<Part> = Part & { readonly check: SchemaCheckModel };

export type JudgedChangeModel = OfCheck<JudgedChange>;
export type JudgedChangeConnectionModel = Connection<JudgedChangeModel>;
export type JudgedChangeEdgeModel = EdgeOf<JudgedChangeConnectionModel>;

/** An operation by its hash, which need not be known any more. */
export interface AffectedOperationModel {
  readonly hash: string;
  readonly variantId: string;
}
export type AffectedOperationConnectionModel = Connection<AffectedOperationModel>;
export type AffectedOperationEdgeModel = EdgeOf<AffectedOperationConnectionModel>;

export type LintDiagnosticModel = LintDiagnostic;
export type LintDiagnosticConnectionModel = Connection<LintDiagnosticModel>;
export type LintDiagnosticEdgeModel = EdgeOf<LintDiagnosticConnectionModel>;

export type AuthorizationChangeModel = OfCheck<RuleViolationReport>;
export type AuthorizationChangeConnectionModel = Connection<AuthorizationChangeModel>;
export type AuthorizationChangeEdgeModel = EdgeOf<AuthorizationChangeConnectionModel>;

export type SchemaChangeApprovalModel = StoredApproval;
export type SchemaChangeApprovalConnectionModel = Connection<SchemaChangeApprovalModel>;
export type SchemaChangeApprovalEdgeModel = EdgeOf<SchemaChangeApprovalConnectionModel>;

/** A member of the schema in a period. */
export interface SchemaUsageModel extends SchemaMember {
  readonly period: VariantPeriod;
}
export type SchemaUsageConnectionModel = Connection<SchemaUsageModel>;
export type SchemaUsageEdgeModel = EdgeOf<SchemaUsageConnectionModel>;

/** An operation in a period. */
export interface ClientOperationModel extends ClientOperationRow {
  readonly period: VariantPeriod;
}
export type ClientOperationConnectionModel = Connection<ClientOperationModel>;
export type ClientOperationEdgeModel = EdgeOf<ClientOperationConnectionModel>;

/** The totals of a period. */
export interface UsageSummaryModel extends VariantPeriod, UsageTotals {}

export type RegistryKeyModel = ListedKey;
export type RegistryKeyConnectionModel = Connection<RegistryKeyModel>;
export type RegistryKeyEdgeModel = EdgeOf<RegistryKeyConnectionModel>;

export type RegistryAuditEntryModel = typeof auditEntries.$inferSelect;
export type RegistryAuditEntryConnectionModel = Connection<RegistryAuditEntryModel>;
export type RegistryAuditEntryEdgeModel = EdgeOf<RegistryAuditEntryConnectionModel>;
