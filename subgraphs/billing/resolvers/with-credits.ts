import { leftToCredit } from '../domain/credit.ts';
import type { InvoiceState } from '../domain/invoice-state.ts';
import type { InvoiceModel } from '../models.ts';
import type { Loaders } from '../store/loaders.ts';

/**
 * The state of an invoice with the answers to the questions if it has credit notes and if anything is left to credit. Each
 * is only asked where the sums do not tell: credit notes may come to zero, and lines without a price may be left.
 */
export async function withCredits(invoice: InvoiceModel, loaders: Loaders): Promise<InvoiceState> {
  const { id, kind, status, creditedMinor, totalMinor } = invoice;
  const canBeCredited = kind === 'INVOICE' && (status === 'ISSUED' || status === 'PAID');
  if (!canBeCredited) return invoice;
  const hasCredits = creditedMinor > 0n || (await loaders.isCredited.load(id));
  if (creditedMinor < totalMinor) return { ...invoice, hasCredits };
  const lines = await loaders.lines.load(id);
  const left = await Promise.all(
    lines.map(async (line) => leftToCredit({ ...line, credited: await loaders.creditedPart.load(line.id) })),
  );
  return { ...invoice, hasCredits, isAllCredited: left.every((quantityE4) => quantityE4 === 0n) };
}
