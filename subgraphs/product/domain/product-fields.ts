import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { readFlag } from '#kernel/read-flag.ts';
import { parseOptionalText, parseRequiredText } from '#kernel/text-input.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
import type { UpdateProductInput } from '../generated/types.ts';
import { productBounds } from './bounds.ts';
import { readThreshold } from './low-stock.ts';
import { type PriceColumns, readPrice, readTax } from './price.ts';

/** The normalised fields of a product that people set; the system sets all others. */
interface ProductFields extends PriceColumns, TaxTreatment {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string;
  readonly isStockTracked: boolean;
  readonly lowStockE4: bigint | null;
}

/** Fields to be set; undefined ones stay as they are. */
export type ProductChanges = { readonly [Field in keyof ProductFields]?: ProductFields[Field] | undefined };

/** The fields of a new product; absent ones are empty. */
export type NewProductFields = ProductChanges &
  Omit<ProductFields, 'description' | 'taxCategory' | 'taxExemptionReason' | 'isStockTracked' | 'lowStockE4'>;

/** The fields of a product in an input; absent ones stay as they are. */
export type ProductFieldsInput = Omit<UpdateProductInput, 'id' | 'expectedVersion'>;

/** Reads the given fields and notes all problems. */
export function parseProductFields(input: ProductFieldsInput, problems: InputProblems): ProductChanges {
  const { description, unitPrice, isStockTracked, lowStockAt } = input;
  const requiredText = (name: 'sku' | 'name' | 'unit') =>
    ifGiven(input[name], (text) =>
      parseRequiredText(text, { maxLength: productBounds[name] }, problems.at(name)),
    );
  return {
    sku: requiredText('sku'),
    name: requiredText('name'),
    description: ifGiven(description, (text) =>
      parseOptionalText(
        text,
        { maxLength: productBounds.description, isMultiline: true },
        problems.at('description'),
      ),
    ),
    unit: requiredText('unit'),
    ...ifGiven(unitPrice, (price) => readPrice(price, problems.at('unitPrice'))),
    isStockTracked: ifGiven(isStockTracked, (flag) => readFlag(flag, problems.at('isStockTracked'))),
    lowStockE4: ifGiven(lowStockAt, (given) => readThreshold(given, problems.at('lowStockAt'))),
    ...readTax(input, problems),
  };
}

/**
 * The fields of a new product, from changes without problems.
 *
 * @throws {TypeError} if a required field is absent, which the API's input type rules out
 */
export function toNewProduct(changes: ProductChanges): NewProductFields {
  if (isComplete(changes)) return changes;
  throw new TypeError('A new product needs a stock keeping unit, a name, a unit, a price and a tax rate.');
}

function isComplete(changes: ProductChanges): changes is NewProductFields {
  const { sku, name, unit, unitPriceMicro, currency, taxRateMilli } = changes;
  return [sku, name, unit, unitPriceMicro, currency, taxRateMilli].every((value) => value !== undefined);
}
