import { createRandomKey } from '../../api/create-random-key.ts';
import { fieldBounds } from '../../api/field-bounds.ts';
import type { TaxCategory } from '../../generated/graphql.ts';
import { type DetailText, noDetails } from './draft-details.ts';

/** An allowance or a charge as it is written: texts, as all that somebody types. */
export interface AdjustmentValues {
  readonly reason: string;
  readonly kind: 'amount' | 'percent';
  readonly value: string;
  /** On the whole invoice: empty if it is split over the taxes of the lines. */
  readonly taxRate: string;
  readonly taxCategory: TaxCategory | '';
  readonly taxExemptionReason: string;
}

/** The fields of a line that are texts. */
export type LineText = 'description' | 'quantity' | 'unit' | 'unitPrice' | 'taxRate' | 'taxExemptionReason';

/** A line as it is written. Texts are kept as they were typed. */
export interface LineValues extends Readonly<Record<LineText, string>> {
  /** Tells the line from others wherever it is moved. */
  readonly key: string;
  readonly productId: string;
  readonly sku: string;
  readonly taxCategory: TaxCategory | '';
  readonly allowances: readonly AdjustmentValues[];
  readonly charges: readonly AdjustmentValues[];
}

/** The fields of the head that are texts. */
export type HeadText = 'currency' | 'dueDate' | 'externalReference' | 'note' | DetailText;

/** A draft as it is written. Each change makes a new object, and keeps the objects of lines that stay as they are. */
export interface DraftValues extends Readonly<Record<HeadText, string>> {
  readonly customerId: string;
  readonly customerName: string;
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly LineValues[];
  readonly allowances: readonly AdjustmentValues[];
  readonly charges: readonly AdjustmentValues[];
}

/** The API takes no more. */
export const maxLines = fieldBounds.invoiceLines;

export function createLine(given: Partial<LineValues> = {}): LineValues {
  return {
    key: createRandomKey(),
    productId: '',
    sku: '',
    description: '',
    quantity: '',
    unit: '',
    unitPrice: '',
    taxRate: '',
    taxCategory: '',
    taxExemptionReason: '',
    allowances: [],
    charges: [],
    ...given,
  };
}

export const emptyAdjustment: AdjustmentValues = {
  reason: '',
  kind: 'percent',
  value: '',
  taxRate: '',
  taxCategory: '',
  taxExemptionReason: '',
};

export function createDraftValues(): DraftValues {
  return {
    customerId: '',
    customerName: '',
    currency: 'EUR',
    dueDate: '',
    externalReference: '',
    note: '',
    ...noDetails,
    pricesIncludeTax: false,
    lines: [createLine()],
    allowances: [],
    charges: [],
  };
}

/** True if nothing is written in a line, so that it is not a line of the invoice. */
export function isBlankLine(line: LineValues): boolean {
  const { productId, description, quantity, unitPrice, allowances, charges } = line;
  return (
    productId === '' &&
    [description, quantity, unitPrice].every((text) => text.trim() === '') &&
    allowances.length + charges.length === 0
  );
}
