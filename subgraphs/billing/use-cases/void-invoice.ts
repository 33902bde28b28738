import { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { findObstacle } from '../domain/invoice-state.ts';
import { paymentBounds } from '../domain/payment.ts';
import { announceVoid } from '../outbox/announce-void.ts';
import { releaseForVoid } from '../stock/release-stock.ts';
import { findIfCredited } from '../store/find-credits.ts';
import { writeHistory } from '../store/write-history.ts';
import { type InvoiceRow, invoices } from '../tables.ts';
import type { ApprovableAction, PlanReader } from './approvals/approvable-action.ts';
import { type Intent, readActionable } from './find-for-action.ts';

/** The fields of an input that makes an invoice void; without a version, any is right. */
export interface VoidInput {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
  readonly reason: string;
}

/** Makes an invoice void of which nothing is paid or credited. It keeps its number, which no other invoice gets. */
export const voidAction: ApprovableAction<VoidInput> = {
  action: 'VOID',
  async plan({ clock }, reader, { id, expectedVersion, reason: given }) {
    const problems = new InputProblems();
    const rule = { maxLength: paymentBounds.noteLength, isMultiline: true };
    const reason = parseRequiredText(given, rule, problems.at('reason'));
    const intent: Intent = { action: 'VOID', id, ...(expectedVersion != null && { expectedVersion }) };
    const invoice = await readActionable(reader, intent, problems);
    if (invoice !== undefined) await checkIsUncredited(reader, invoice, problems);
    if (!problems.isEmpty || invoice === undefined || reason === undefined)
      return { problems: problems.errors };
    return {
      value: {
        invoice,
        amountMinor: invoice.totalMinor,
        reason,
        run: async (tx, { subject: actor }) => {
          await write(tx, invoice, { reason, actor, now: clock() });
          return { value: invoice.id };
        },
      },
    };
  },
};

/** Notes that an invoice has credit notes that come to zero, which its sums do not tell. */
async function checkIsUncredited(
  { db }: PlanReader,
  invoice: InvoiceRow,
  problems: InputProblems,
): Promise<void> {
  const [hasCredits = false] = await findIfCredited(db, [invoice.id]);
  const obstacle = findObstacle('VOID', { ...invoice, hasCredits });
  if (obstacle !== undefined) problems.at('id').add('WRONG_STATE', obstacle);
}

async function write(
  tx: Transaction,
  invoice: InvoiceRow,
  { reason, actor, now }: { readonly reason: string; readonly actor: string; readonly now: Date },
): Promise<void> {
  const { id, number, version } = invoice;
  if (number === null) throw new TypeError(`The issued invoice ${id} has no number.`);
  await tx
    .update(invoices)
    .set({ status: 'VOID', settledAt: null, voidedAt: now, version: version + 1, updatedAt: now })
    .where(eq(invoices.id, id));
  await writeHistory(tx, { invoiceId: id, kind: 'VOIDED', occurredAt: now, actor, details: { reason } });
  await releaseForVoid(tx, { invoiceId: id, actor });
  await announceVoid(tx, { ...invoice, invoiceNumber: number, voidedAt: now });
}
