import type { InputProblems } from '#platform/graphql/input-problems.ts';
import { parseOptionalText, parseRequiredText } from '#platform/graphql/text-input.ts';
import type { UpdateProductInput, UserErrorCode } from '../generated/types.ts';
import { type PriceColumns, readPrice, readTaxRate } from './price.ts';
import { textBounds } from './text-bounds.ts';

/** What a person may say about a product, normalised. All else of a product is decided here. */
export interface ProductFields extends PriceColumns {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string;
  readonly taxRateMilli: number;
}

/** Fields to be set; undefined ones stay as they are. */
export type ProductChanges = { readonly [Field in keyof ProductFields]?: ProductFields[Field] | undefined };

/** What a new product needs; what else is absent is empty. */
export type NewProductFields = ProductChanges & Omit<ProductFields, 'description'>;

/** The fields of a product in an input: absent ones are not to be touched. */
export type ProductFieldsInput = Omit<UpdateProductInput, 'id' | 'expectedVersion'>;

/** Reads the fields that are given and notes all that is wrong with them. */
export function parseProductFields(
  input: ProductFieldsInput,
  problems: InputProblems<UserErrorCode>,
): ProductChanges {
  const { description, unitPrice, taxRate } = input;
  const requiredText = (field: 'sku' | 'name' | 'unit') =>
    input[field] === undefined
      ? undefined
      : parseRequiredText(input[field], { maxLength: textBounds[field] }, problems.at(field));
  return {
    sku: requiredText('sku'),
    name: requiredText('name'),
    description:
      description === undefined
        ? undefined
        : parseOptionalText(
            description,
            { maxLength: textBounds.description, isMultiline: true },
            problems.at('description'),
          ),
    unit: requiredText('unit'),
    ...(unitPrice === undefined ? undefined : readPrice(unitPrice, problems.at('unitPrice'))),
    taxRateMilli: taxRate === undefined ? undefined : readTaxRate(taxRate, problems.at('taxRate')),
  };
}

/** Whether there is all that a new product needs. */
export function isComplete(changes: ProductChanges): changes is NewProductFields {
  const { sku, name, unit, unitPriceMicro, currency, taxRateMilli } = changes;
  return [sku, name, unit, unitPriceMicro, currency, taxRateMilli].every((value) => value !== undefined);
}
