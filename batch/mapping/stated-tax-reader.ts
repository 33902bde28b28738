import { minorDigits } from '#schema/money.ts';
import type { BoundSource } from './bind-columns.ts';
import { bounds } from './bounds.ts';
import type { RowCurrency } from './cells/currency-cell.ts';
import type { ImportLine } from './import-invoice.ts';
import type { RowReader } from './row-reader.ts';

/** The tax of a line, and if the file states it. */
type StatedTax = Pick<ImportLine, 'taxMinor' | 'isTaxStated'>;

/** Reads the tax that a file states of a line, whose net by the rate is given; problems are noted in the row. */
export type StatedTaxReader = (
  row: RowReader,
  currency: RowCurrency,
  computed: { readonly taxMinor: number; readonly taxRateMilli: number },
) => StatedTax;

/**
 * Creates a reader of stated taxes. One may differ from net times rate by one unit of the currency and its rounding: by less than one unit
 * may the tax of a rate (EN 16931 BR-S-09), which the taxes of its lines add up to.
 */
export function createStatedTaxReader(tax: BoundSource | undefined): StatedTaxReader {
  if (tax === undefined) return (_row, _currency, { taxMinor }) => ({ taxMinor, isTaxStated: false });
  return (row, currency, computed) => {
    if (row.raw(tax) === '') return { taxMinor: computed.taxMinor, isTaxStated: false };
    const taxMinor = row.amount(tax, currency, bounds.amountMinor);
    const slackMinor = computed.taxRateMilli === 0 ? 0 : 10 ** minorDigits(currency.code) + 1;
    if (Math.abs(taxMinor - computed.taxMinor) > slackMinor) {
      row.add(tax, {
        code: 'TAX_MISMATCH',
        message:
          computed.taxRateMilli === 0
            ? 'must be 0, as the rate is'
            : 'must be net times rate, or differ from it by at most one unit of the currency',
      });
    }
    return { taxMinor, isTaxStated: true };
  };
}
