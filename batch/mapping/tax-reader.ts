import {
  findStandardReason,
  isExempt,
  maxExemptionReasonLength,
  type TaxCategoryCode,
  taxCategoryCodes,
} from '#schema/tax-category.ts';
import { taxRateScale } from '#schema/tax-rate.ts';
import type { BoundSource, ColumnBinder } from './bind-columns.ts';
import { bounds } from './bounds.ts';
import { show } from './cells/cell-problem.ts';
import type { ImportLine } from './import-invoice.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import type { CellTextRule, RowReader } from './row-reader.ts';

/** The tax of a line as a file names it. */
type LineTax = Pick<ImportLine, 'taxRateMilli' | 'taxCategory' | 'taxExemptionReason'>;

/** Reads the tax of a line; problems are noted in the row. */
export type TaxReader = (row: RowReader) => LineTax;

/** Before the number in Turkish, after it in most languages. */
const percentSigns = ['%', '\uff05'];
const reasonRule: CellTextRule = {
  maxLength: maxExemptionReasonLength,
  fallback: '',
  missing: 'VALUE_MISSING',
};

/** Binds the columns of the tax and creates its reader. */
export function createTaxReader(
  {
    line,
    numbers,
    taxCategories,
  }: Pick<InvoiceMapping, 'numbers' | 'taxCategories'> & {
    readonly line: NonNullable<InvoiceMapping['line']>;
  },
  binder: ColumnBinder,
): TaxReader {
  const rate = binder.bindOptional('/line/taxRate', line.taxRate);
  const category = binder.bindOptional('/line/taxCategory', line.taxCategory);
  const reason = binder.bindOptional('/line/taxExemptionReason', line.taxExemptionReason);
  const readRate = (row: RowReader) => (rate === undefined ? 0 : readTaxRate(row, rate, numbers.rates));
  if (category === undefined) {
    return (row) => ({ taxRateMilli: readRate(row), taxCategory: null, taxExemptionReason: null });
  }
  const codes = new Map<string, TaxCategoryCode>([
    ...taxCategoryCodes.map((code) => [code, code] as const),
    ...Object.entries(taxCategories ?? {}).map(([text, code]) => [toKey(text), code] as const),
  ]);
  return (row) => {
    const taxCategory = readCategory(row, category, codes);
    const bearsNone = isExempt(taxCategory);
    // Exports leave the rate of such lines empty.
    const taxRateMilli = bearsNone && (rate === undefined || row.raw(rate) === '') ? 0 : readRate(row);
    checkRate(row, rate ?? category, taxCategory, taxRateMilli);
    return { taxRateMilli, taxCategory, taxExemptionReason: readReason(row, category, reason, taxCategory) };
  };
}

function readCategory(
  row: RowReader,
  source: BoundSource,
  codes: ReadonlyMap<string, TaxCategoryCode>,
): TaxCategoryCode | null {
  const text = row.raw(source);
  if (text === '') return null;
  const code = codes.get(toKey(text));
  if (code === undefined) {
    row.add(source, {
      code: 'NOT_A_TAX_CATEGORY',
      message: `${show(text)} must be one of ${taxCategoryCodes.join(', ')} (EN 16931, BT-151), or a text of the mapping (taxCategories)`,
    });
  }
  return code ?? null;
}

/** A rate of NaN has its own problem already. */
function checkRate(
  row: RowReader,
  source: BoundSource,
  category: TaxCategoryCode | null,
  rateMilli: number,
): void {
  if (category === 'S' && rateMilli === 0) {
    row.add(source, {
      code: 'TAX_CATEGORY_MISMATCH',
      message: 'must be more than 0 percent: the category S is the standard rate',
    });
  } else if (category !== null && category !== 'S' && rateMilli > 0) {
    row.add(source, {
      code: 'TAX_CATEGORY_MISMATCH',
      message: `must be 0 percent: the category ${category} bears no tax`,
    });
  }
}

/** Reads the reason of a line without tax. A constant is meant for such lines alone, a cell says that its own line is one. */
function readReason(
  row: RowReader,
  category: BoundSource,
  reason: BoundSource | undefined,
  code: TaxCategoryCode | null,
): string | null {
  const text = reason === undefined ? '' : row.text(reason, reasonRule);
  // It has its own problem already.
  if (text === undefined) return null;
  if (isExempt(code)) {
    const known = text === '' ? findStandardReason(code) : text;
    if (known === undefined) {
      row.add(reason ?? category, {
        code: 'EXEMPTION_REASON_MISSING',
        message: `must not be empty: the category ${code} needs its reason (EN 16931, BR-${code}-10)`,
      });
    }
    return known ?? null;
  }
  if (reason !== undefined && reason.column !== null && text !== '') {
    row.add(reason, {
      code: 'TAX_CATEGORY_MISMATCH',
      message: `must be empty: only the categories ${taxCategoryCodes.filter(isExempt).join(', ')} have a reason`,
    });
  }
  return null;
}

function readTaxRate(
  row: RowReader,
  source: BoundSource,
  written: InvoiceMapping['numbers']['rates'],
): number {
  const isFraction = written === 'fraction';
  const scale = isFraction ? taxRateScale + 2 : taxRateScale;
  const rate = row.decimal(source, scale, bounds.taxRateMilli, isFraction ? [] : percentSigns);
  if (rate < 0) row.add(source, { code: 'OUT_OF_RANGE', message: 'must be from 0 to 100 percent' });
  return rate;
}

/** The form in which texts of categories are compared. */
function toKey(text: string): string {
  return text.normalize('NFC').toUpperCase();
}
