import type { CreateInvoiceInput, TaxCategory } from '../../generated/graphql.ts';
import type { SaveProgress } from './draft-saver.ts';
import type { AdjustmentValues, DraftValues, LineValues } from './draft-values.ts';

/** Text that is not at the server yet, as the browser keeps it. */
export interface KeptDraft {
  readonly form: 1;
  readonly values: DraftValues;
  readonly progress: SaveProgress;
  /** The language in which its numbers are written. */
  readonly locale: string;
  readonly keptAtMs: number;
}

type Guard<Value> = (value: unknown) => value is Value;

const isText: Guard<string> = (value) => typeof value === 'string';
const isFlag: Guard<boolean> = (value) => typeof value === 'boolean';
const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
/** Intl throws for anything that is not the name of a locale. */
const isLocale: Guard<string> = (value): value is string =>
  isText(value) && /^[a-z]{2}-[A-Z]{2}$/.test(value);

function isOneOf<Value>(...values: readonly Value[]): Guard<Value> {
  return (value): value is Value => values.some((one) => one === value);
}

function isListOf<Value>(isItem: Guard<Value>): Guard<readonly Value[]> {
  return (value): value is readonly Value[] => Array.isArray(value) && value.every(isItem);
}

/** JSON leaves out a member that is undefined. */
function isAbsentOr<Value>(isPresent: Guard<Value>): Guard<Value | undefined> {
  return (value): value is Value | undefined => value === undefined || isPresent(value);
}

/** Needs a guard for each member of the type, so that a new member cannot be forgotten here. */
function isShape<Shape extends object>(
  guards: { readonly [Name in keyof Shape]-?: Guard<Shape[Name]> },
): Guard<Shape> {
  const members = Object.entries<Guard<unknown>>(guards);
  return (value): value is Shape =>
    typeof value === 'object' &&
    value !== null &&
    members.every(([name, isMember]) => isMember((value as Readonly<Record<string, unknown>>)[name]));
}

const taxCategories: Readonly<Record<TaxCategory | '', true>> = {
  '': true,
  STANDARD: true,
  ZERO_RATED: true,
  EXEMPT: true,
  REVERSE_CHARGE: true,
  INTRA_COMMUNITY: true,
  EXPORT: true,
};
const isTaxCategory: Guard<TaxCategory | ''> = (value): value is TaxCategory | '' =>
  isText(value) && Object.hasOwn(taxCategories, value);

const isAdjustment = isShape<AdjustmentValues>({
  reason: isText,
  kind: isOneOf('amount', 'percent'),
  value: isText,
  taxRate: isText,
  taxCategory: isTaxCategory,
  taxExemptionReason: isText,
});

const isLine = isShape<LineValues>({
  key: isText,
  productId: isText,
  sku: isText,
  description: isText,
  quantity: isText,
  unit: isText,
  unitPrice: isText,
  taxRate: isText,
  taxCategory: isTaxCategory,
  taxExemptionReason: isText,
  allowances: isListOf(isAdjustment),
  charges: isListOf(isAdjustment),
});

const isDraftValues = isShape<DraftValues>({
  customerId: isText,
  customerName: isText,
  currency: isText,
  dueDate: isText,
  externalReference: isText,
  note: isText,
  purchaseOrder: isText,
  buyerReference: isText,
  contract: isText,
  operationKind: isText,
  'delivery.date': isText,
  'delivery.period.start': isText,
  'delivery.period.end': isText,
  'delivery.recipientName': isText,
  'delivery.address.line1': isText,
  'delivery.address.line2': isText,
  'delivery.address.postalCode': isText,
  'delivery.address.city': isText,
  'delivery.address.countryCode': isText,
  pricesIncludeTax: isFlag,
  lines: isListOf(isLine),
  allowances: isListOf(isAdjustment),
  charges: isListOf(isAdjustment),
});

/** It goes to the server as it is, which checks the rest and refuses what is wrong. */
const isInput: Guard<CreateInvoiceInput> = (value): value is CreateInvoiceInput =>
  isShape<Pick<CreateInvoiceInput, 'customerId'> & { readonly idempotencyKey: string }>({
    customerId: isText,
    idempotencyKey: isText,
  })(value);

const isKeptDraft = isShape<KeptDraft>({
  form: isOneOf(1),
  values: isDraftValues,
  progress: isShape<SaveProgress>({
    id: isAbsentOr(isText),
    version: isNumber,
    base: isDraftValues,
    creating: isAbsentOr(isShape({ input: isInput, values: isDraftValues })),
    unconfirmed: isAbsentOr(isDraftValues),
  }),
  locale: isLocale,
  keptAtMs: isNumber,
});

/**
 * Reads a draft that the browser has kept. @returns undefined if the text is not one of this form: another version of the page,
 * an extension of the browser or a full disk may have left it. The browser's storage bounds its size, the form its depth.
 */
export function readKeptDraft(text: string): KeptDraft | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isKeptDraft(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
