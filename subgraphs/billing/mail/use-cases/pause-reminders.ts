import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { addDays, today } from '#schema/calendar/day.ts';
import { readOptionalScalar } from '#schema/scalar-input.ts';
import { parseId } from '../../domain/reference.ts';
import { toBalance } from '../../domain/settlement.ts';
import type { PauseRemindersInput, ResumeRemindersInput } from '../../generated/types.ts';
import { reminderPauses } from '../../mail-tables.ts';
import { writeHistory } from '../../store/write-history.ts';
import { type InvoiceRow, invoices } from '../../tables.ts';
import type { Billing } from '../../use-cases/billing.ts';
import { invoiceMailBounds } from '../invoice-mail-kind.ts';

/** The longest pause with an end, in days. */
export const maxPauseDays = 3_660;

/** Stops the reminders of an invoice until a day, or until they are resumed; a pause that is there is replaced. Gives the invoice's id. */
export async function pauseReminders(
  { db, clock, seller }: Billing,
  { principal }: SignedInCaller,
  input: PauseRemindersInput,
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const rule = { maxLength: invoiceMailBounds.pauseReasonLength, isMultiline: true };
  const reason = parseRequiredText(input.reason, rule, problems.at('reason'));
  const until = readOptionalScalar(input.until ?? null, problems.at('until'));
  const day = today(clock, seller.timeZone);
  const last = addDays(day, maxPauseDays);
  if (typeof until === 'string' && (until < day || until > last))
    problems.at('until').add('OUT_OF_RANGE', `Give a day from ${day} to ${last}.`);
  return db.transaction(async (tx) => {
    const invoice = await lockReminded(tx, input.invoiceId, problems.at('invoiceId'));
    if (invoice !== undefined && toBalance(invoice) === 0n)
      problems
        .at('invoiceId')
        .add('WRONG_STATE', 'Nothing is left to pay on the invoice; nobody is reminded.');
    if (!problems.isEmpty || invoice === undefined || reason === undefined || until === undefined)
      return { problems: problems.errors };
    const { id: invoiceId } = invoice;
    const now = clock();
    const pause = { pausedUntil: until, reason, pausedBy: principal.subject, pausedAt: now };
    await tx
      .insert(reminderPauses)
      .values({ invoiceId, ...pause })
      .onConflictDoUpdate({ target: reminderPauses.invoiceId, set: pause });
    const actor = principal.subject;
    await writeHistory(tx, {
      invoiceId,
      kind: 'REMINDERS_PAUSED',
      occurredAt: now,
      actor,
      details: { reason },
    });
    await recordEffect(tx, { id: invoiceId });
    return { value: invoiceId };
  });
}

/** Ends the pause of an invoice's reminders, if there is one, and gives the invoice's id. Steps that passed meanwhile are not made up for. */
export function resumeReminders(
  { db, clock }: Billing,
  { principal }: SignedInCaller,
  input: ResumeRemindersInput,
): Promise<Checked<string>> {
  const problems = new InputProblems();
  return db.transaction(async (tx) => {
    const invoice = await lockReminded(tx, input.invoiceId, problems.at('invoiceId'));
    if (invoice === undefined) return { problems: problems.errors };
    const { id: invoiceId } = invoice;
    const ended = await tx
      .delete(reminderPauses)
      .where(eq(reminderPauses.invoiceId, invoiceId))
      .returning({ invoiceId: reminderPauses.invoiceId });
    if (ended.length === 0) recordNoEffect();
    else {
      const entry = { invoiceId, occurredAt: clock(), actor: principal.subject };
      await writeHistory(tx, { ...entry, kind: 'REMINDERS_RESUMED' });
      await recordEffect(tx, { id: invoiceId });
    }
    return { value: invoiceId };
  });
}

/** Locks an invoice of which people are reminded; the reason why it is not one is noted. */
async function lockReminded(
  tx: Transaction,
  given: string,
  problems: InputProblems,
): Promise<InvoiceRow | undefined> {
  const id = parseId(given);
  const [invoice] =
    id === undefined ? [] : await tx.select().from(invoices).where(eq(invoices.id, id)).for('update');
  if (invoice === undefined) problems.add('NOT_FOUND', 'There is no invoice with this id.');
  else if (invoice.kind === 'CREDIT_NOTE' || invoice.origin === 'IMPORTED' || invoice.status === 'DRAFT')
    problems.add('WRONG_STATE', 'Reminders are only of issued invoices that were written here.');
  else return invoice;
  return undefined;
}
