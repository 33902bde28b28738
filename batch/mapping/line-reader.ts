import { divideHalfUp } from '#schema/decimal.ts';
import { e4PerUnit, quantityScale } from '#schema/quantity.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import { microPerMinor } from '#schema/unit-price.ts';
import type { BoundSource, ColumnBinder } from './bind-columns.ts';
import { bounds } from './bounds.ts';
import type { RowCurrency } from './cells/currency-cell.ts';
import { multiplyRounded } from './exact-product.ts';
import type { ImportLine } from './import-invoice.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import type { RowReader, UnitPriceCell } from './row-reader.ts';
import { createStatedTaxReader } from './stated-tax-reader.ts';
import { createTaxReader } from './tax-reader.ts';

/** Reads the invoice line of a row. Its figures are as written in the file: their signs are not checked yet. */
export type LineReader = (row: RowReader, currency: RowCurrency) => ImportLine | undefined;

/** The unit of a line for which the file has none; the same as in billing. */
const defaultUnit = 'piece';
const skuRule = { maxLength: bounds.skuLength, fallback: '', missing: 'VALUE_MISSING' };
const unitRule = { maxLength: bounds.unitLength, fallback: defaultUnit, missing: 'VALUE_MISSING' };

/** Binds the columns of a line and creates its reader; undefined if the mapping has no lines. */
export function createLineReader(mapping: InvoiceMapping, binder: ColumnBinder): LineReader | undefined {
  const { line } = mapping;
  if (line === undefined) return undefined;
  const sku = binder.bindOptional('/line/sku', line.sku);
  const description = binder.bind('/line/description', line.description);
  const quantity = binder.bind('/line/quantity', line.quantity);
  const unit = binder.bindOptional('/line/unit', line.unit);
  const unitPrice = binder.bind('/line/unitPrice', line.unitPrice);
  const readTax = createTaxReader({ ...mapping, line }, binder);
  const readStatedTax = createStatedTaxReader(binder.bindOptional('/line/tax', line.tax));
  const readSku = createSkuReader(mapping, sku);
  const descriptionRule = {
    maxLength: bounds.descriptionLength,
    fallback: mapping.missingDescription === 'reject' ? undefined : mapping.missingDescription.use,
    missing: 'DESCRIPTION_MISSING',
  };
  const rejectsZeroPrice = mapping.zeroPrice === 'reject';

  return (row, currency) => {
    const skuText = readSku(row);
    const descriptionText = row.text(description, descriptionRule);
    const quantityE4 = row.decimal(quantity, quantityScale, bounds.quantityE4);
    const unitText = unit === undefined ? defaultUnit : row.text(unit, unitRule);
    const price = row.price(unitPrice, currency);
    const { taxRateMilli, taxCategory, taxExemptionReason } = readTax(row);
    if (price !== undefined && price.micro < 0n) {
      row.add(unitPrice, {
        code: 'PRICE_NEGATIVE',
        message: 'must not be negative: a credit has a negative quantity',
      });
    } else if (price?.micro === 0n && rejectsZeroPrice) {
      row.add(unitPrice, { code: 'PRICE_ZERO', message: 'must be more than zero (the mapping says so)' });
    }
    const isWhole = descriptionText !== undefined && unitText !== undefined && price !== undefined;
    if (row.problems !== undefined || !isWhole) return undefined;
    const netMinor = toNet(quantityE4, price);
    const { taxMinor, isTaxStated } = readStatedTax(row, currency, {
      taxMinor: multiplyRounded(netMinor, taxRateMilli, wholeRateMilli),
      taxRateMilli,
    });
    if (row.problems !== undefined) return undefined;
    if (Math.abs(netMinor + taxMinor) > bounds.amountMinor) {
      const message = `quantity times price must be within ${bounds.amountMinor.toLocaleString('en')} smallest units`;
      row.add(quantity, { code: 'OUT_OF_RANGE', message });
      return undefined;
    }
    return {
      position: 1,
      sku: skuText === '' || skuText === undefined ? null : skuText,
      description: descriptionText,
      quantityE4,
      unit: unitText,
      unitPriceMicro: price.micro,
      taxRateMilli,
      taxCategory,
      taxExemptionReason,
      netMinor,
      taxMinor,
      isTaxStated,
    };
  };
}

const unitE4 = Number(e4PerUnit);

/** Multiplies quantity and price to minor units, rounded half away from zero. */
function toNet(quantityE4: number, { minor, micro }: UnitPriceCell): number {
  if (minor !== undefined) return multiplyRounded(quantityE4, minor, unitE4);
  return Number(divideHalfUp(BigInt(quantityE4) * micro, e4PerUnit * microPerMinor));
}

function createSkuReader(
  { noGoods }: InvoiceMapping,
  sku: BoundSource | undefined,
): (row: RowReader) => string | undefined {
  if (sku === undefined) return () => '';
  if (noGoods === undefined) return (row) => row.text(sku, skuRule);
  const codes = new Set(noGoods.codes.map((code) => code.toUpperCase()));
  return (row) => {
    const text = row.text(sku, skuRule);
    if (text === undefined || !codes.has(text.toUpperCase())) return text;
    if (noGoods.rows === 'reject') {
      row.add(sku, {
        code: 'NO_GOODS',
        message: `${JSON.stringify(text)} is not a product (the mapping says so)`,
      });
    }
    return '';
  };
}
