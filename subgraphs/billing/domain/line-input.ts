import type { InputProblems } from '#kernel/input-problems.ts';
import { parseTax, type TaxInput } from '#kernel/tax-input.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { readFigure } from '#schema/figure.ts';
import { invoiceBounds, maxAmountText } from '#schema/invoice-bounds.ts';
import { parseQuantity } from '#schema/quantity.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import { parseUnitPrice as readUnitPrice } from '#schema/unit-price.ts';
import { computeLineAmounts, type Line } from './line.ts';
import { type InvoicedProduct, parseId } from './reference.ts';

/** A line of an input; its numbers are decimal texts or not readable. */
export interface LineInput extends TaxInput {
  readonly productId?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly quantity: ScalarInput;
  readonly unit?: string | null | undefined;
  readonly unitPrice?: ScalarInput | null | undefined;
}

/** The facts that a line is checked against. */
export interface LineSurroundings {
  /** Undefined if the input's currency is not readable; nothing that depends on it is checked then. */
  readonly currency: string | undefined;
  /** The existing products that the lines name, by id. */
  readonly products: ReadonlyMap<string, InvoicedProduct>;
}

/** The unit of a line if neither the line nor a product has one. */
const defaultUnit = 'piece';

/** Reads a line and computes its amounts; undefined for problems, which are all noted. */
export function parseLine(
  input: LineInput,
  around: LineSurroundings,
  problems: InputProblems,
): Line | undefined {
  const product = parseProduct(input, around, problems.at('productId'));
  const isWithoutProduct = input.productId === null || input.productId === undefined;
  /** The product's value for an absent one; a problem if the line has no product. */
  const fallBack = <Value>(name: string, value: Value | undefined): Value | undefined => {
    if (isWithoutProduct) problems.at(name).add('REQUIRED', `A line without a product needs its ${name}.`);
    return value;
  };
  const quantityE4 = readFigure(input.quantity, parseQuantity, problems.at('quantity'));
  const description = isGiven(input.description)
    ? parseRequiredText(
        input.description,
        { maxLength: invoiceBounds.descriptionLength },
        problems.at('description'),
      )
    : fallBack('description', product?.name);
  const unit = isGiven(input.unit)
    ? parseRequiredText(input.unit, { maxLength: invoiceBounds.unitLength }, problems.at('unit'))
    : (product?.unit ?? defaultUnit);
  const unitPriceMicro = isGiven(input.unitPrice)
    ? parseUnitPrice(input.unitPrice, around.currency, problems.at('unitPrice'))
    : fallBack('unitPrice', takePrice(product, around.currency, problems.at('unitPrice')));
  const tax = parseTax(input, problems, product);
  const taxRateMilli = tax === undefined ? undefined : (tax.taxRateMilli ?? fallBack('taxRate', undefined));

  if (quantityE4 === undefined || description === undefined || unit === undefined) return undefined;
  if (unitPriceMicro === undefined || taxRateMilli === undefined) return undefined;
  if (!isWithoutProduct && product === undefined) return undefined;
  const { taxCategory = null, taxExemptionReason = null } = tax ?? {};
  const figures = { quantityE4, unitPriceMicro, taxRateMilli, taxCategory };
  const amounts = computeLineAmounts(figures);
  if (amounts.netMinor + amounts.taxMinor > invoiceBounds.amountMinor) {
    problems.add('OUT_OF_RANGE', `The line's total must be at most ${maxAmountText}.`);
    return undefined;
  }
  return {
    productId: product?.id ?? null,
    sku: product?.sku ?? null,
    description,
    unit,
    ...figures,
    taxExemptionReason,
    ...amounts,
  };
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function parseProduct(
  input: LineInput,
  { products }: LineSurroundings,
  problems: InputProblems,
): InvoicedProduct | undefined {
  if (!isGiven(input.productId)) return undefined;
  const id = parseId(input.productId);
  const product = id === undefined ? undefined : products.get(id);
  if (product === undefined) {
    problems.add('NOT_FOUND', 'There is no product with this id.');
    return undefined;
  }
  if (product.status !== 'ACTIVE') {
    problems.add('WRONG_STATE', `The product ${product.sku} is archived; restore it or take another one.`);
  }
  return product;
}

function parseUnitPrice(
  given: ScalarInput,
  currency: string | undefined,
  problems: InputProblems,
): bigint | undefined {
  const price = readFigure(
    given,
    (text) => (currency === undefined ? undefined : readUnitPrice(text, currency)),
    problems,
  );
  return price?.amountMicro;
}

function takePrice(
  product: InvoicedProduct | undefined,
  currency: string | undefined,
  problems: InputProblems,
): bigint | undefined {
  if (product === undefined || currency === undefined) return undefined;
  if (product.unitPrice.currency === currency) return product.unitPrice.amountMicro;
  problems.add(
    'REQUIRED',
    `The product is priced in ${product.unitPrice.currency}; give its unit price in ${currency}.`,
  );
  return undefined;
}
