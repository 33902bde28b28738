import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import type { InferredRoles } from './infer-roles.ts';
import type { SampleColumn } from './sample.ts';
import { namesTax } from './tax-names.ts';

/** The settings by which rows become lines, and lines become invoices. */
export interface InferredLine {
  readonly settings: Pick<InvoiceMappingInput, 'line' | 'grouping' | 'noGoods' | 'missingDescription'>;
  readonly doubts: readonly string[];
}

/** The columns of rows that are lines. */
export interface LineColumns {
  readonly quantity: SampleColumn;
  readonly unitPrice: SampleColumn;
  /** The code of the product if the file has no description; undefined if it has neither. */
  readonly description: SampleColumn | undefined;
}

/** Finds the columns of lines; undefined if rows are not lines. */
export function findLineColumns(found: InferredRoles['columns']): LineColumns | undefined {
  const [quantity, unitPrice] = [found.get('quantity'), found.get('unitPrice')];
  const description = found.get('description') ?? found.get('sku');
  if (quantity === undefined || unitPrice === undefined) return undefined;
  return { quantity, unitPrice, description };
}

/** The description of lines in a file without descriptions. */
const unnamed = 'Goods or services';

/** Infers the settings for rows that are lines. */
export function inferLine(
  { quantity, unitPrice, description }: LineColumns,
  found: InferredRoles['columns'],
  number: SampleColumn,
  issuedAt: SampleColumn,
): InferredLine {
  const [sku, unit, taxRate] = [found.get('sku'), found.get('unit'), found.get('taxRate')];
  const category = found.get('taxCategory');
  const reason = category && found.get('taxExemptionReason');
  const doubts: string[] = [];
  doubts.push(...doubtTax(taxRate, found.get('tax'), unitPrice), ...doubtReasons(category, reason));
  if (description === undefined) {
    doubts.push(
      `No column describes the lines; all are called ${JSON.stringify(unnamed)} (line.description).`,
    );
  }
  if (description !== undefined && description === sku) {
    doubts.push(
      `No column describes the lines; they are called by their code in ${JSON.stringify(sku.name)} (line.description).`,
    );
  }
  const blank = description === undefined ? 0 : description.cells.length - description.filled.length;
  if (blank > 0) {
    doubts.push(
      `${blank} rows of the sample have no description; they will be rejected (missingDescription).`,
    );
  }
  const times = inferTimes(number, issuedAt);
  doubts.push(...times.doubts);
  const codes = findNoGoods(sku);
  if (codes.length > 0) {
    const list = codes.map((code) => JSON.stringify(code)).join(', ');
    doubts.push(
      `Codes without a digit are taken for lines that are not a product, and kept: ${list} (noGoods).`,
    );
  }
  return {
    settings: {
      line: {
        ...(sku === undefined ? {} : { sku: sku.name }),
        description: description === undefined ? { constant: unnamed } : description.name,
        quantity: quantity.name,
        ...(unit === undefined ? {} : { unit: unit.name }),
        unitPrice: unitPrice.name,
        ...(taxRate === undefined ? {} : { taxRate: taxRate.name }),
        ...(category === undefined ? {} : { taxCategory: category.name }),
        ...(reason === undefined ? {} : { taxExemptionReason: reason.name }),
      },
      grouping: { by: 'number', issuedAt: times.issuedAt },
      ...(codes.length === 0 ? {} : { noGoods: { codes, rows: 'keep' } }),
    },
    doubts,
  };
}

/** Says what is unclear about the tax of lines. */
function doubtTax(
  taxRate: SampleColumn | undefined,
  tax: SampleColumn | undefined,
  unitPrice: SampleColumn,
): string[] {
  const doubts: string[] = [];
  const price = JSON.stringify(unitPrice.name);
  if (namesTax.test(unitPrice.name)) {
    doubts.push(
      `The prices in ${price} are with tax by their name, but are read as prices without it (line.unitPrice).`,
    );
  }
  if (taxRate !== undefined) return doubts;
  const amounts =
    tax === undefined ? '' : `; ${JSON.stringify(tax.name)} may hold the tax in money, which is not read`;
  doubts.push(`No column holds a tax rate; lines are loaded without tax${amounts} (line.taxRate).`);
  return doubts;
}

/** Says that exempt lines have no reason, which they need. */
function doubtReasons(category: SampleColumn | undefined, reason: SampleColumn | undefined): string[] {
  const isNeeded = category?.cells.some(
    (cell, index) => cell.toUpperCase() === 'E' && (reason?.cells[index] ?? '') === '',
  );
  if (isNeeded !== true) return [];
  return [
    'Rows of the category E have no reason of exemption; they will be rejected (line.taxExemptionReason).',
  ];
}

/** Checks that the rows of an invoice have one time and stand together. */
function inferTimes(
  number: SampleColumn,
  issuedAt: SampleColumn,
): { readonly issuedAt: 'same' | 'first'; readonly doubts: readonly string[] } {
  const seen = new Set<string>();
  let differing: string | undefined;
  let scattered: string | undefined;
  for (const [index, cell] of number.cells.entries()) {
    const isNext = cell === number.cells[index - 1];
    if (!isNext && seen.has(cell)) scattered ??= cell;
    if (isNext && issuedAt.cells[index] !== issuedAt.cells[index - 1]) differing ??= cell;
    seen.add(cell);
  }
  const doubts: string[] = [];
  if (differing !== undefined) {
    doubts.push(
      `Rows of ${JSON.stringify(differing)} have different times; the first is taken (grouping.issuedAt).`,
    );
  }
  if (scattered !== undefined) {
    doubts.push(`Rows of ${JSON.stringify(scattered)} do not stand together, as rows of one invoice must.`);
  }
  return { issuedAt: differing === undefined ? 'same' : 'first', doubts };
}

/** Codes without a digit in a column in which most have one. */
function findNoGoods(sku: SampleColumn | undefined): string[] {
  if (sku === undefined) return [];
  const bare = sku.filled.filter((code) => !/\d/.test(code));
  return bare.length > sku.filled.length / 5 ? [] : [...new Set(bare)].toSorted();
}
