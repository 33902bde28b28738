import type { InputProblems } from '#kernel/input-problems.ts';
import { parseTax, type TaxInput } from '#kernel/tax-input.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { readFigure } from '#schema/figure.ts';
import { invoiceBounds, maxAmountText } from '#schema/invoice-bounds.ts';
import { parseQuantity } from '#schema/quantity.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import { parseUnitPrice as readUnitPrice } from '#schema/unit-price.ts';
import { resolveAdjustment } from './adjustment.ts';
import { type AdjustmentInput, type AdjustmentInputs, parseLineAdjustments } from './adjustment-input.ts';
import { computeLineAmount } from './figure-parts.ts';
import { computeLineBase, computeTax, type LineTerms } from './line.ts';
import { findActiveProduct, type InvoicedProduct } from './reference.ts';

/** A line of an input; its numbers are decimal texts or not readable. */
export interface LineInput extends TaxInput, AdjustmentInputs<AdjustmentInput> {
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
  /** True if the unit prices, allowances and charges of the invoice include tax. */
  readonly pricesIncludeTax: boolean;
  /** The existing products that the lines name, by id. */
  readonly products: ReadonlyMap<string, InvoicedProduct>;
}

/** The unit of a line if neither the line nor a product has one. */
const defaultUnit = 'piece';

/** Reads a line and computes the amounts of its allowances and charges; undefined for problems, which are all noted. */
export function parseLine(
  input: LineInput,
  around: LineSurroundings,
  problems: InputProblems,
): LineTerms | undefined {
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
  const tax = parseTax(input, problems, product);
  const unitPriceMicro = isGiven(input.unitPrice)
    ? parseUnitPrice(input.unitPrice, around.currency, problems.at('unitPrice'))
    : fallBack('unitPrice', takePrice(product, tax?.taxRateMilli ?? 0, around, problems.at('unitPrice')));
  const taxRateMilli = tax === undefined ? undefined : (tax.taxRateMilli ?? fallBack('taxRate', undefined));
  const given = parseLineAdjustments(input, around.currency, problems);

  if (quantityE4 === undefined || description === undefined || unit === undefined) return undefined;
  if (unitPriceMicro === undefined || taxRateMilli === undefined || given === undefined) return undefined;
  if (!isWithoutProduct && product === undefined) return undefined;
  const { taxCategory = null, taxExemptionReason = null } = tax ?? {};
  const baseMinor = computeLineBase({ quantityE4, unitPriceMicro });
  const adjustments = given.map((adjustment) => resolveAdjustment(adjustment, baseMinor));
  const line = {
    productId: product?.id ?? null,
    sku: product?.sku ?? null,
    description,
    unit,
    quantityE4,
    unitPriceMicro,
    taxRateMilli,
    taxCategory,
    taxExemptionReason,
    adjustments: adjustments.length === 0 ? null : adjustments,
  };
  return isInBounds(line, around, problems) ? line : undefined;
}

function isInBounds(
  line: LineTerms,
  { pricesIncludeTax }: LineSurroundings,
  problems: InputProblems,
): boolean {
  const amountMinor = computeLineAmount(line);
  if (amountMinor < 0n) {
    problems
      .at('allowances')
      .add('OUT_OF_RANGE', 'The allowances must not come to more than quantity times price and the charges.');
    return false;
  }
  const taxMinor = pricesIncludeTax ? 0n : computeTax(amountMinor, line.taxRateMilli);
  if (amountMinor + taxMinor <= invoiceBounds.amountMinor) return true;
  problems.add('OUT_OF_RANGE', `The line's total must be at most ${maxAmountText}.`);
  return false;
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
  return findActiveProduct(input.productId, products, problems);
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

/** The price of a product is without tax; where prices include tax, that of the line is added. */
function takePrice(
  product: InvoicedProduct | undefined,
  taxRateMilli: number,
  { currency, pricesIncludeTax }: LineSurroundings,
  problems: InputProblems,
): bigint | undefined {
  if (product === undefined || currency === undefined) return undefined;
  const { amountMicro } = product.unitPrice;
  if (product.unitPrice.currency === currency)
    return pricesIncludeTax ? amountMicro + computeTax(amountMicro, taxRateMilli) : amountMicro;
  problems.add(
    'REQUIRED',
    `The product is priced in ${product.unitPrice.currency}; give its unit price in ${currency}.`,
  );
  return undefined;
}
