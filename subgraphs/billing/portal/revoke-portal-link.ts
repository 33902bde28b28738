import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { parseId } from '../domain/reference.ts';
import type { RevokePortalLinkInput } from '../generated/types.ts';
import { type PortalLinkRow, portalLinks } from '../portal-tables.ts';
import { writeHistory } from '../store/write-history.ts';
import type { Billing } from '../use-cases/billing.ts';

/** Makes a link useless from now on; one that is revoked already stays as it is. */
export async function revokePortalLink(
  { db, clock }: Billing,
  { principal }: SignedInCaller,
  { id: given }: RevokePortalLinkInput,
): Promise<Checked<PortalLinkRow>> {
  const id = parseId(given);
  const revoked =
    id === undefined
      ? undefined
      : await db.transaction(async (tx) => {
          const [row] = await tx.select().from(portalLinks).where(eq(portalLinks.id, id)).for('update');
          if (row === undefined) return undefined;
          if (row.revokedAt !== null) {
            recordNoEffect();
            return row;
          }
          const change = { revokedAt: clock(), revokedBy: principal.subject };
          await tx.update(portalLinks).set(change).where(eq(portalLinks.id, id));
          await writeHistory(tx, {
            invoiceId: row.invoiceId,
            kind: 'LINK_REVOKED',
            occurredAt: change.revokedAt,
            actor: principal.subject,
            details: { portalLinkId: id },
          });
          await recordEffect(tx, { id });
          return { ...row, ...change };
        });
  if (revoked !== undefined) return { value: revoked };
  const problems = new InputProblems();
  problems.at('id').add('NOT_FOUND', 'There is no link with this id.');
  return { problems: problems.errors };
}
