import type { NewRecord } from '#platform/event-log/event-log.ts';
import { type ImportedTotal, importedTotalsType } from '#schema/facturation/imported-totals.ts';

/** A record with totals of imported invoices as billing writes it; those below zero are of removed ones. */
export function toImportedRecord(
  totals: readonly Partial<ImportedTotal>[],
  id: string,
): NewRecord & { readonly key: string; readonly timestampMs: number } {
  const wire = totals.map((total) => ({
    customerName: 'Boulangerie Martin',
    currency: 'EUR',
    count: 1,
    ...((total.count ?? 1) > 0 && { latestIssuedAtMs: Date.UTC(2010, 11, 1) }),
    ...total,
    amountMinor: (total.amountMinor ?? 100n).toString(),
  }));
  return {
    key: id,
    value: Buffer.from(JSON.stringify({ totals: wire })),
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: '/billing',
      ce_type: importedTotalsType,
      'content-type': 'application/json',
    },
    timestampMs: Date.now(),
  };
}
