import type { TransactionSql } from 'postgres';
import { minorDigits } from '#schema/money.ts';
import type { Chunk } from '../reading/thread-messages.ts';
import { copyInto } from './copy-into.ts';
import { describeRefusal, type PaymentRefusal } from './describe-refusal.ts';
import { paymentColumns } from './encode-payments.ts';
import { nothingStored, type StoredChunk } from './stored-chunk.ts';

/** The answer of `import_payments`; counts are text, as bigint is. */
type ImportedRow = { readonly inserted: string; readonly refused: readonly PaymentRefusal[] };

/** The decimals of the currencies whose minor unit is not a hundredth, for amounts of files without currencies. */
const otherDigits = Object.fromEntries(
  Intl.supportedValuesOf('currency').flatMap((code) =>
    minorDigits(code) === 2 ? [] : [[code, minorDigits(code)]],
  ),
);

/**
 * Puts a chunk's payments into billing, in the transaction given: COPY into the staging tables that billing's
 * `open_payments` makes for this session, then billing's `import_payments`, which finds their invoices.
 *
 * @param jobId the job instance that the payments name as their source
 */
export async function storePaymentChunk(
  tx: TransactionSql,
  jobId: string,
  chunk: Chunk,
): Promise<StoredChunk> {
  if (chunk.itemCount === 0) return nothingStored;
  await tx`select billing.open_payments()`;
  await copyInto(tx, 'import_payments', paymentColumns.payments, chunk.items);
  if (chunk.details !== undefined) {
    await copyInto(tx, 'import_payment_references', paymentColumns.references, chunk.details);
  }
  const [imported] = await tx<ImportedRow[]>`
    select * from billing.import_payments(${jobId}::uuid, ${JSON.stringify(otherDigits)}::text::jsonb)`;
  if (imported === undefined) throw new TypeError('import_payments answered nothing.');
  const inserted = Number(imported.inserted);
  return {
    loadedItems: inserted,
    loadedRows: inserted,
    refused: imported.refused.map((refusal) => ({
      rowNumber: refusal.rowNumber,
      code: refusal.codes[0],
      describe: () => describeRefusal(refusal),
    })),
  };
}
