import { parseRequiredText } from '#platform/graphql/text-input.ts';
import { parseDecimal } from '#schema/decimal.ts';
import { minorDigits, parseMoney } from '#schema/money.ts';
import { readScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { bounds } from './bounds.ts';
import { computeLineAmounts, type Line } from './line.ts';
import type { Problems } from './problem.ts';
import { type InvoicedProduct, parseId } from './reference.ts';

/** A line as given; numbers are decimal texts, if they are readable. */
export interface LineInput {
  readonly productId?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly quantity: ScalarInput;
  readonly unit?: string | null | undefined;
  readonly unitPrice?: ScalarInput | null | undefined;
  readonly taxRate?: ScalarInput | null | undefined;
}

/** What a line is read against. */
export interface LineSurroundings {
  /** Undefined when the input's currency is not readable: what depends on it cannot be checked then. */
  readonly currency: string | undefined;
  /** By id: the products that exist among those the lines name. */
  readonly products: ReadonlyMap<string, InvoicedProduct>;
}

/** What the unit of a line is called when neither the line nor a product says. */
const defaultUnit = 'piece';

const quantityWanted = 'Give a quantity above 0, up to 999999999.999, with up to 3 decimals.';
const taxRateWanted = 'Give a rate in percent from 0 to 100 with up to 2 decimals.';

/** Reads a line and computes its amounts; undefined when something is wrong, which is all noted. */
export function parseLine(input: LineInput, around: LineSurroundings, problems: Problems): Line | undefined {
  const product = parseProduct(input, around, problems.at('productId'));
  const isWithoutProduct = input.productId === null || input.productId === undefined;
  /** What is left out: the product's, or a problem when there is no product to ask. */
  const fallBack = <Value>(name: string, value: Value | undefined): Value | undefined => {
    if (isWithoutProduct) problems.at(name).add('REQUIRED', `A line without a product needs its ${name}.`);
    return value;
  };
  const quantityMilli = parseQuantity(input.quantity, problems.at('quantity'));
  const description = isGiven(input.description)
    ? parseRequiredText(input.description, { maxLength: 500 }, problems.at('description'))
    : fallBack('description', product?.name);
  const unit = isGiven(input.unit)
    ? parseRequiredText(input.unit, { maxLength: 20 }, problems.at('unit'))
    : (product?.unit ?? defaultUnit);
  const unitPriceMinor = isGiven(input.unitPrice)
    ? parseUnitPrice(input.unitPrice, around.currency, problems.at('unitPrice'))
    : fallBack('unitPrice', takePrice(product, around.currency, problems.at('unitPrice')));
  const taxRateBasisPoints = isGiven(input.taxRate)
    ? parseTaxRate(input.taxRate, problems.at('taxRate'))
    : fallBack('taxRate', product?.taxRateBasisPoints);

  if (quantityMilli === undefined || description === undefined || unit === undefined) return undefined;
  if (unitPriceMinor === undefined || taxRateBasisPoints === undefined) return undefined;
  if (!isWithoutProduct && product === undefined) return undefined;
  const figures = { quantityMilli, unitPriceMinor, taxRateBasisPoints };
  const amounts = computeLineAmounts(figures);
  if (amounts.netMinor + amounts.taxMinor > bounds.amountMinor) {
    problems.add('OUT_OF_RANGE', `The line's total must be below 10^15 of the currency's smallest unit.`);
    return undefined;
  }
  return {
    productId: product?.id ?? null,
    sku: product?.sku ?? null,
    description,
    unit,
    ...figures,
    ...amounts,
  };
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function parseProduct(
  input: LineInput,
  { products }: LineSurroundings,
  problems: Problems,
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

function parseQuantity(given: ScalarInput, problems: Problems): bigint | undefined {
  const text = readScalar(given, problems);
  if (text === undefined) return undefined;
  const quantityMilli = parseDecimal(text, 3);
  if (quantityMilli === undefined) problems.add('INVALID', quantityWanted);
  else if (quantityMilli <= 0n || quantityMilli > bounds.quantityMilli)
    problems.add('OUT_OF_RANGE', quantityWanted);
  else return quantityMilli;
  return undefined;
}

function parseUnitPrice(
  given: ScalarInput,
  currency: string | undefined,
  problems: Problems,
): bigint | undefined {
  const text = readScalar(given, problems);
  if (text === undefined || currency === undefined) return undefined;
  const price = parseMoney(text, currency);
  if (price === undefined) {
    problems.add(
      'INVALID',
      `Give a price in ${currency}, which has at most ${minorDigits(currency)} decimals.`,
    );
    return undefined;
  }
  return checkPrice(price.amountMinor, problems);
}

function takePrice(
  product: InvoicedProduct | undefined,
  currency: string | undefined,
  problems: Problems,
): bigint | undefined {
  if (product === undefined || currency === undefined) return undefined;
  if (product.unitPrice.currency !== currency) {
    problems.add(
      'REQUIRED',
      `The product is priced in ${product.unitPrice.currency}; give its unit price in ${currency}.`,
    );
    return undefined;
  }
  return checkPrice(product.unitPrice.amountMinor, problems);
}

function checkPrice(amountMinor: bigint, problems: Problems): bigint | undefined {
  if (amountMinor >= 0n && amountMinor <= bounds.unitPriceMinor) return amountMinor;
  problems.add('OUT_OF_RANGE', `Give a price from 0 to below 10^12 of the currency's smallest unit.`);
  return undefined;
}

function parseTaxRate(given: ScalarInput, problems: Problems): number | undefined {
  const text = readScalar(given, problems);
  if (text === undefined) return undefined;
  const basisPoints = parseDecimal(text, 2);
  if (basisPoints === undefined) problems.add('INVALID', taxRateWanted);
  else if (basisPoints < 0n || basisPoints > bounds.taxRateBasisPoints)
    problems.add('OUT_OF_RANGE', taxRateWanted);
  else return Number(basisPoints);
  return undefined;
}
