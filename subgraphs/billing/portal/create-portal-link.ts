import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { parseId } from '../domain/reference.ts';
import type { CreatePortalLinkInput } from '../generated/types.ts';
import { portalLinks } from '../portal-tables.ts';
import { findInvoicesById } from '../store/find-invoices.ts';
import { type InvoiceRow, invoices } from '../tables.ts';
import type { Billing } from '../use-cases/billing.ts';
import { linkBounds } from './link-bounds.ts';
import { openPortalLink } from './open-portal-link.ts';

/** Makes a link by which a customer reads an invoice, and gives its id. */
export function createPortalLink(
  { db, clock, portal }: Billing,
  { principal }: SignedInCaller,
  input: CreatePortalLinkInput,
): Promise<Checked<string>> {
  const call = { operation: 'createPortalLink', principal, key: input.idempotencyKey, input };
  return answerOnce(db, call, {
    prepare: async () => {
      const problems = new InputProblems();
      const { days } = input;
      if (days != null && (days < linkBounds.minDays || days > linkBounds.maxDays))
        problems
          .at('days')
          .add('OUT_OF_RANGE', `Must be from ${linkBounds.minDays} to ${linkBounds.maxDays} days.`);
      const invoice = await findShownInvoice(db, input.invoiceId, problems.at('invoiceId'));
      if (invoice === undefined || !problems.isEmpty) return { problems: problems.errors };
      return { value: { invoiceId: invoice.id, ...(days != null && { days }) } };
    },
    write: async (tx, link) => {
      const problems = new InputProblems();
      await checkIsRoom(tx, link.invoiceId, problems.at('invoiceId'));
      if (!problems.isEmpty) return { problems: problems.errors };
      const { id } = await openPortalLink(tx, portal, { ...link, actor: principal.subject, now: clock() });
      return { value: id };
    },
  });
}

/** Finds the invoice if the portal shows it; the reason why not is noted. */
async function findShownInvoice(
  db: Reader,
  given: string,
  problems: InputProblems,
): Promise<InvoiceRow | undefined> {
  const id = parseId(given);
  const [invoice] = id === undefined ? [] : await findInvoicesById(db, [id]);
  if (invoice === undefined) problems.add('NOT_FOUND', 'There is no invoice with this id.');
  else if (invoice.status === 'DRAFT') problems.add('WRONG_STATE', 'A draft has no link; issue it first.');
  else if (invoice.status === 'VOID')
    problems.add('WRONG_STATE', 'The invoice is void; it asks for nothing.');
  else if (invoice.origin === 'IMPORTED')
    problems.add('WRONG_STATE', 'The invoice was imported; the system that issued it shows it.');
  else if (invoice.sellerId === null)
    problems.add(
      'WRONG_STATE',
      'The invoice was issued without the data of a seller, whom its reader could ask.',
    );
  else return invoice;
  return undefined;
}

/** Counts the links while no other call can add one. */
async function checkIsRoom(tx: Reader, invoiceId: string, problems: InputProblems): Promise<void> {
  await tx.select({ id: invoices.id }).from(invoices).where(eq(invoices.id, invoiceId)).for('update');
  const count = await tx.$count(portalLinks, eq(portalLinks.invoiceId, invoiceId));
  if (count >= linkBounds.maxLinks)
    problems.add('WRONG_STATE', `The invoice has had ${count} links, as many as it may have.`);
}
