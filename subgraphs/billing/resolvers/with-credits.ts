import { leftToCredit } from '../domain/credit.ts';
import type { InvoiceState } from '../domain/invoice-state.ts';
import type { InvoiceModel } from '../models.ts';
import type { Loaders } from '../store/loaders.ts';

/**
 * The state of an invoice with the answer to the question if anything is left to credit. Lines are loaded only if the
 * whole total is credited: those without a price may be left.
 */
export async function withCredits(invoice: InvoiceModel, loaders: Loaders): Promise<InvoiceState> {
  const { id, kind, status, creditedMinor, totalMinor } = invoice;
  const canBeCredited = kind === 'INVOICE' && (status === 'ISSUED' || status === 'PAID');
  if (!canBeCredited || creditedMinor < totalMinor) return invoice;
  const lines = await loaders.lines.load(id);
  const left = await Promise.all(
    lines.map(async (line) => leftToCredit({ ...line, credited: await loaders.creditedPart.load(line.id) })),
  );
  return { ...invoice, isAllCredited: left.every((quantityE4) => quantityE4 === 0n) };
}
