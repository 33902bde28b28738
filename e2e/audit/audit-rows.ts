import { type AuditedMutations, privateMutation } from '#platform/audit/audit-mutations.ts';
import { auditedJobStates, batchAudit } from '../../batch/api/audit.ts';
import { gatewayActions } from '../../gateway/audit/gateway-actions.ts';
import { trailAudit } from '../../subgraphs/audit/audit.ts';
import { approvalRequestedEntry, billingAudit } from '../../subgraphs/billing/audit.ts';
import { crmAudit } from '../../subgraphs/crm/audit.ts';
import { customerAudit } from '../../subgraphs/customer/audit.ts';
import { peopleAudit } from '../../subgraphs/people/audit.ts';
import { productAudit } from '../../subgraphs/product/audit.ts';
import { workspaceAudit } from '../../subgraphs/workspace/audit.ts';

/** One kind of entries as docs/audit.md lists it. */
export interface AuditRow {
  readonly action: string;
  readonly object: string | null;
  readonly level: string;
  readonly source: string;
  /** The action that makes the entry. */
  readonly cause: string;
}

/** The entries of all mutations, by subgraph. */
export const mutationAudits: Readonly<Record<string, AuditedMutations>> = {
  customer: customerAudit,
  product: productAudit,
  billing: billingAudit,
  workspace: workspaceAudit,
  batch: batchAudit,
  people: peopleAudit,
  audit: trailAudit,
  crm: crmAudit,
};

/** Lists all kinds of entries. */
export function listAuditRows(): AuditRow[] {
  return [
    ...Object.entries(mutationAudits).flatMap(([source, mutations]) =>
      Object.entries(mutations).flatMap(([name, mutation]): AuditRow[] =>
        mutation === privateMutation ? [] : [toRow(source, mutation, `mutation \`${name}\``)],
      ),
    ),
    toRow('billing', approvalRequestedEntry, 'an action above its limit, which waits for a second person'),
    ...auditedJobStates.map((state) =>
      toRow(
        'batch',
        { action: `IMPORT_${state}`, level: 'NOTICE', object: 'ImportJob' },
        'a job, whichever process runs it',
      ),
    ),
    ...Object.entries(gatewayActions).map(([action, { level, object, says }]) =>
      toRow(
        'gateway',
        { action, level, object },
        says.replace(/\.$/, '').replace(/^[A-Z]/, (first) => first.toLowerCase()),
      ),
    ),
  ];
}

/** Lists the mutations without entries. */
export function listPrivateMutations(): string[] {
  return Object.values(mutationAudits).flatMap((mutations) =>
    Object.entries(mutations).flatMap(([name, mutation]) => (mutation === privateMutation ? [name] : [])),
  );
}

function toRow(
  source: string,
  {
    action,
    level,
    object,
  }: { readonly action: string; readonly level: string; readonly object: string | null },
  cause: string,
): AuditRow {
  return { action, object, level, source, cause };
}
