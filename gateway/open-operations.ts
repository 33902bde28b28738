import type { OperationNotes } from './access-log/log-operations.ts';
import { auditAdmission, auditCuts } from './audit/audit-operations.ts';
import type { ClientRules } from './client-rules/client-rules.ts';
import { openClientRules } from './client-rules/open-client-rules.ts';
import { apiPath, type GatewayParts } from './gateway-parts.ts';
import type { GraphHolder } from './graph/graph-holder.ts';
import { openLimits } from './limits/open-limits.ts';
import type { GatewayMetrics } from './metrics/gateway-metrics.ts';
import { measureAdmission, measureAnswers } from './metrics/measure.ts';
import type { AdmissionCheck } from './operation/admission-check.ts';
import { type Admission, createAdmission } from './operation/admit.ts';
import { type AnswerOperation, createAnswerer } from './operation/answer-operation.ts';
import { decidePolicies } from './operation/decide-policies.ts';
import { createPersistedQueries } from './operation/persisted-queries.ts';
import type { PolicyDecider } from './operation/policy-decider.ts';
import { shareAnswers } from './operation/share-answers.ts';
import { followTrustedDocuments } from './operation/trusted-documents.ts';
import { openPolicies } from './policies/open-policies.ts';
import { traceAdmission, traceAnswers } from './tracing/trace-operations.ts';
import type { Changes } from './upstream/changes.ts';
import { countAnswers, type RecordUsage } from './usage/count-operations.ts';
import { openUsage } from './usage/open-usage.ts';
import type { Workers } from './workers/workers.ts';

interface OperationSurroundings {
  readonly graphs: GraphHolder;
  readonly changes: Changes;
  readonly metrics: GatewayMetrics;
  readonly workers: Workers;
  readonly accessNotes: OperationNotes | undefined;
}

/** The way of an operation from its admission to its answer, whatever it came by. */
export interface GatewayOperations {
  readonly admission: Admission;
  readonly answer: AnswerOperation;
  readonly persistedQueries: ReturnType<typeof createPersistedQueries>;
  readonly clientRules: ClientRules;
  readonly limits: Awaited<ReturnType<typeof openLimits>>;
  readonly policies: Awaited<ReturnType<typeof openPolicies>>;
  readonly recordUsage: RecordUsage | undefined;
}

/** Opens all that decides about operations, and what answers them; each is noted by figures, traces, usage, access log and audit. */
export async function openOperations(
  parts: GatewayParts,
  surroundings: OperationSurroundings,
): Promise<GatewayOperations> {
  const { configuration, log, owner, tls } = parts;
  const { registry } = parts.metrics;
  const { graphs, workers } = surroundings;
  const trusted = await followTrustedDocuments({ ...configuration.trustedDocuments, log });
  owner.own('trusted documents', () => trusted.close());
  const persistedQueries = createPersistedQueries({
    trusted: trusted.documents,
    isTrustedOnly: configuration.isTrustedOnly,
  });
  const clientRules = await openClientRules({
    file: configuration.clientsFile,
    graphqlPath: apiPath,
    trusted: trusted.documents,
    log,
    owner,
  });
  const limits = await openLimits({
    configuration: configuration.rateLimits,
    workers,
    registry,
    log,
    owner,
  });
  const policies = await openPolicies({
    configuration: configuration.policies,
    graphs,
    registry,
    log,
    owner,
  });
  const checks = [
    ...(surroundings.accessNotes ? [surroundings.accessNotes.check] : []),
    clientRules.check,
    ...configuration.checks.map((create) => create()),
    // After the check of costs, as cost is limited too.
    limits.check,
  ];
  const access = configuration.usageReports;
  const recordUsage = access && openUsage({ access, log, registry, owner, fetch: tls?.client.fetch });
  return {
    admission: noteAdmission(parts, surroundings, { checks, persistedQueries }),
    answer: noteAnswers(parts, surroundings, { checks, policyDecider: policies.decider, recordUsage }),
    persistedQueries,
    clientRules,
    limits,
    policies,
    recordUsage,
  };
}

function noteAdmission(
  { configuration: { introspection, limits }, tracing, audit }: GatewayParts,
  { metrics, accessNotes }: OperationSurroundings,
  {
    checks,
    persistedQueries,
  }: {
    readonly checks: readonly AdmissionCheck[];
    readonly persistedQueries: GatewayOperations['persistedQueries'];
  },
): Admission {
  const { admit, classify } = createAdmission({
    limits,
    checks,
    persistedQueries,
    mayIntrospect: (principal) =>
      introspection === 'open' || introspection.roles.some((role) => principal?.roles.has(role) === true),
  });
  const measured = measureAdmission(audit ? auditAdmission(admit, audit) : admit, metrics);
  const traced = tracing ? traceAdmission(measured, tracing) : measured;
  return { admit: accessNotes ? accessNotes.noteAdmission(traced) : traced, classify };
}

function noteAnswers(
  { configuration, log, tracing, audit }: GatewayParts,
  { changes, metrics, accessNotes }: OperationSurroundings,
  {
    checks,
    policyDecider,
    recordUsage,
  }: {
    readonly checks: readonly AdmissionCheck[];
    readonly policyDecider: PolicyDecider;
    readonly recordUsage: RecordUsage | undefined;
  },
): AnswerOperation {
  const alone = createAnswerer({ ...configuration, checks, log, onCut: audit && auditCuts(audit) });
  const shared = configuration.sharesQueries ? shareAnswers(alone, changes, metrics.operationShared) : alone;
  // Before answers are shared, as those for whom other policies hold are given others.
  const decided = decidePolicies(shared, policyDecider);
  const measured = measureAnswers(decided, metrics);
  const traced = tracing ? traceAnswers(measured, tracing) : measured;
  const counted = recordUsage ? countAnswers(traced, recordUsage) : traced;
  return accessNotes ? accessNotes.noteAnswers(counted) : counted;
}
