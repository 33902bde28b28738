import type { DecimalReader } from '../cells/decimal-cell.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import type { InferredRoles } from './infer-roles.ts';
import type { SampleColumn } from './sample.ts';
import { namesTax } from './tax-names.ts';

/** The columns of an invoice's totals. */
export interface InferredTotals {
  readonly sources: Partial<InvoiceMappingInput['invoice']>;
  /** The columns used. */
  readonly columns: readonly SampleColumn[];
  readonly doubts: readonly string[];
}

const scale = 4;
/** The share of rows that must add up for net and tax to be used. */
const minShare = 0.9;

/** Chooses net and tax if they add up to the total, else the total alone; undefined if there is no amount. */
export function inferTotals(
  found: InferredRoles['columns'],
  reader: DecimalReader,
  signs: readonly string[],
): InferredTotals | undefined {
  const [net, tax, amount] = [found.get('net'), found.get('tax'), found.get('amount')];
  if (net !== undefined && tax !== undefined) {
    const sources = { net: net.name, tax: tax.name };
    if (amount === undefined) return { sources, columns: [net, tax], doubts: [] };
    if (addsUp({ net, tax, amount }, reader, signs)) {
      return { sources: { ...sources, total: amount.name }, columns: [net, tax, amount], doubts: [] };
    }
    const [one, other, total] = [net, tax, amount].map(({ name }) => JSON.stringify(name));
    const doubt = `${one} and ${other} do not add up to ${total}; the total alone is taken, as an amount without tax (invoice.amount).`;
    return { sources: { amount: amount.name }, columns: [amount], doubts: [doubt] };
  }
  const only = amount ?? net;
  if (only === undefined) return undefined;
  const doubts =
    amount === undefined
      ? [
          `${JSON.stringify(only.name)} is a net amount, and no column holds its tax; it is taken for the total (invoice.amount).`,
        ]
      : namesTax.test(only.name)
        ? [
            `${JSON.stringify(only.name)} is with tax by its name, and no columns hold net and tax that add up to it; it is loaded as an amount without tax (invoice.amount).`,
          ]
        : [];
  return { sources: { amount: only.name }, columns: [only], doubts };
}

function addsUp(
  { net, tax, amount }: Readonly<Record<'net' | 'tax' | 'amount', SampleColumn>>,
  reader: DecimalReader,
  signs: readonly string[],
): boolean {
  const read = (cell = '') => reader.read(cell, scale, signs);
  const rows = amount.cells.flatMap((cell, index) => {
    const [total, parts] = [read(cell), read(net.cells[index]) + read(tax.cells[index])];
    return Number.isNaN(total) || Number.isNaN(parts) ? [] : [total === parts];
  });
  return rows.length > 0 && rows.filter((isEqual) => isEqual).length >= minShare * rows.length;
}
