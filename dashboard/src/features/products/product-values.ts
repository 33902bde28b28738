import type { CreateProductInput, ProductDetailsFragment, TaxCategory } from '../../generated/graphql.ts';
import type { Decimals } from '../../ui/use-decimals.ts';

/** The fields of the form of a product, as typed. Their paths are those of the API's input. */
export interface ProductValues {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly unitPrice: { readonly amount: string; readonly currency: string };
  readonly taxRate: string;
  /** Empty if the rate decides. */
  readonly taxCategory: TaxCategory | '';
  readonly taxExemptionReason: string;
  readonly isStockTracked: boolean;
  readonly lowStockAt: string;
}

export const emptyProduct: ProductValues = {
  sku: '',
  name: '',
  description: '',
  unit: 'piece',
  unitPrice: { amount: '', currency: 'EUR' },
  taxRate: '',
  taxCategory: '',
  taxExemptionReason: '',
  isStockTracked: false,
  lowStockAt: '',
};

/** Fills the form with a product, its numbers as people of the page's language write them. */
export function toProductValues(
  product: ProductDetailsFragment,
  { format }: Pick<Decimals, 'format'>,
): ProductValues {
  return {
    sku: product.sku,
    name: product.name,
    description: product.description ?? '',
    unit: product.unit,
    unitPrice: { amount: format(product.unitPrice.amount), currency: product.unitPrice.currency },
    taxRate: format(product.taxRate),
    taxCategory: product.taxCategory,
    taxExemptionReason: product.taxExemptionReason ?? '',
    isStockTracked: product.isStockTracked,
    lowStockAt: product.lowStockAt === null ? '' : format(product.lowStockAt),
  };
}

/** Turns the form into the API's input; an empty field that may be empty is null. */
export function toProductInput(
  values: ProductValues,
  { toDecimal }: Pick<Decimals, 'toDecimal'>,
): CreateProductInput {
  const { taxCategory, taxExemptionReason, unitPrice } = values;
  return {
    sku: values.sku.trim(),
    name: values.name.trim(),
    description: toText(values.description),
    unit: values.unit.trim(),
    unitPrice: {
      amount: toDecimal(unitPrice.amount) ?? '',
      currency: unitPrice.currency.trim().toUpperCase(),
    },
    taxRate: toDecimal(values.taxRate) ?? '',
    isStockTracked: values.isStockTracked,
    lowStockAt: toDecimal(values.lowStockAt) ?? null,
    ...(taxCategory !== '' && { taxCategory, taxExemptionReason: toText(taxExemptionReason) }),
  };
}

function toText(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** The fields of the form by their paths, for a comparison. */
export function flattenProduct({
  unitPrice,
  isStockTracked,
  ...rest
}: ProductValues): Readonly<Record<string, string>> {
  return {
    ...rest,
    'unitPrice.amount': unitPrice.amount,
    'unitPrice.currency': unitPrice.currency,
    isStockTracked: isStockTracked ? '✓' : '',
  };
}
