import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { RenderError } from '../documents/document-renderer.ts';
import { DocumentStoreError } from '../documents/document-store-error.ts';
import { prepareDocument } from '../documents/prepare-document.ts';
import type { DepositInvoiceInput } from '../generated/types.ts';
import { platformDeposits } from '../lifecycle-tables.ts';
import { writeHistory } from '../store/write-history.ts';
import type { Billing } from '../use-cases/billing.ts';

/** Asks for an invoice to be given to the approved platform, and gives its id. Its XML is made before. */
export function depositInvoice(
  billing: Billing,
  { principal }: SignedInCaller,
  input: DepositInvoiceInput,
): Promise<Checked<string>> {
  const { db, clock } = billing;
  const call = { operation: 'depositInvoice', principal, key: input.idempotencyKey, input };
  return answerOnce(db, call, {
    prepare: () => prepare(billing, input.id),
    write: async (tx, invoiceId) => {
      const now = clock();
      const added = await tx
        .insert(platformDeposits)
        .values({ invoiceId, requestedBy: principal.subject, requestedAt: now })
        .onConflictDoNothing()
        .returning({ invoiceId: platformDeposits.invoiceId });
      if (added.length === 0) return { problems: refuseSecond().errors };
      await writeHistory(tx, { invoiceId, kind: 'DEPOSITED', occurredAt: now, actor: principal.subject });
      return { value: invoiceId };
    },
  });
}

async function prepare(billing: Billing, id: string): Promise<Checked<string>> {
  const { db, hasPlatform, documentArchive, sellerLanguage, log } = billing;
  const problems = new InputProblems();
  if (!hasPlatform)
    problems.add('UNAVAILABLE', 'No platform is configured, to which invoices could be given.');
  const input = { invoiceId: id, format: 'CII' } as const;
  const { value: prepared, problems: found = [] } = await prepareDocument(db, input, sellerLanguage);
  // The input names the invoice `id`.
  for (const { code, message } of found) problems.at('id').add(code, message);
  if (prepared === undefined || !problems.isEmpty) return { problems: problems.errors };
  const { key, source } = prepared;
  if (await isDeposited(db, key.invoiceId)) return { problems: refuseSecond().errors };
  try {
    await documentArchive.make(key, source);
  } catch (err) {
    if (!(err instanceof RenderError || err instanceof DocumentStoreError)) throw err;
    log.warn({ err, invoiceId: key.invoiceId }, 'a document for the platform was not made');
    problems.add('UNAVAILABLE', 'The document is not ready yet; try again in a moment.');
    return { problems: problems.errors };
  }
  return { value: key.invoiceId };
}

async function isDeposited(db: Reader, invoiceId: string): Promise<boolean> {
  return (await db.$count(platformDeposits, eq(platformDeposits.invoiceId, invoiceId))) > 0;
}

function refuseSecond(): InputProblems {
  const problems = new InputProblems();
  problems.at('id').add('WRONG_STATE', 'The invoice was given to the platform already.');
  return problems;
}
