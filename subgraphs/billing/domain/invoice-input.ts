import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import { type DocumentAdjustmentInput, parseDocumentAdjustments } from './adjustment-input.ts';
import {
  type DocumentDetailsChange,
  type DocumentDetailsInput,
  parseDay,
  parseDocumentDetails,
} from './document-details-input.ts';
import type { LineTerms } from './line.ts';
import { type LineInput, type LineSurroundings, parseLine } from './line-input.ts';
import { type DraftTerms, type PricedDraft, priceDraft } from './price-draft.ts';
import { notePricingProblems } from './pricing-problems.ts';
import { findActiveCustomer, type InvoicedCustomer, type InvoicedProduct, parseId } from './reference.ts';

/** The fields of a draft in an input; undefined is absent, as in the API. */
export interface InvoiceInput extends DocumentDetailsInput {
  readonly customerId?: string | null | undefined;
  readonly lines?: readonly LineInput[] | null | undefined;
  readonly allowances?: readonly DocumentAdjustmentInput[] | null | undefined;
  readonly charges?: readonly DocumentAdjustmentInput[] | null | undefined;
  readonly pricesIncludeTax?: boolean | null | undefined;
  readonly dueDate?: ScalarInput | null | undefined;
  readonly externalReference?: string | null | undefined;
  readonly note?: string | null | undefined;
}

/** The answers of the other contexts about the ids in an input; a missing object does not exist. */
export interface References {
  readonly customer: InvoicedCustomer | undefined;
  readonly products: ReadonlyMap<string, InvoicedProduct>;
}

/** The well-formed ids in an input. */
export interface ReferencedIds {
  readonly customerId: string | undefined;
  /** Each once. */
  readonly productIds: readonly string[];
}

/** The sources of what decides about a draft's figures. */
interface FigureSources extends Pick<References, 'products'> {
  readonly currency: string | undefined;
  /** The draft as it is; undefined for a new one. */
  readonly stored: DraftTerms | undefined;
}

/** The changes of a draft: undefined leaves a field as it is, null empties it. */
export interface DraftChange extends DocumentDetailsChange {
  readonly customer: InvoicedCustomer | undefined;
  readonly priced: PricedDraft | undefined;
  readonly dueDate: string | null | undefined;
  readonly externalReference: string | null | undefined;
  readonly note: string | null | undefined;
}

/** The ids to look up before an input can be read. If an input has too many lines, its lines are ignored. */
export function collectReferencedIds(input: InvoiceInput): ReferencedIds {
  const given = input.lines ?? [];
  const lines = given.length > invoiceBounds.lines ? [] : given;
  const productIds = lines.flatMap(({ productId }) => parseId(productId ?? '') ?? []);
  return { customerId: parseId(input.customerId ?? ''), productIds: [...new Set(productIds)] };
}

/**
 * Reads an input for a draft in this currency and notes all problems, each with the path of its field. The result is
 * valid only if no problem was noted.
 *
 * @param currency undefined if the input's currency is not readable
 * @param stored the draft as it is, if it exists: what decides about its figures and is not given stays
 */
export function parseDraftChange(
  input: InvoiceInput,
  currency: string | undefined,
  references: References,
  problems: InputProblems,
  stored?: DraftTerms,
): DraftChange {
  return {
    customer: parseCustomer(input.customerId, references.customer, problems.at('customerId')),
    priced: parseFigures(input, { currency, products: references.products, stored }, problems),
    dueDate: ifGiven(input.dueDate, (day) => parseDay(day, problems.at('dueDate'))),
    externalReference: ifGiven(input.externalReference, (text) =>
      parseOptionalText(
        text,
        { maxLength: invoiceBounds.externalReferenceLength },
        problems.at('externalReference'),
      ),
    ),
    note: ifGiven(input.note, (text) =>
      parseOptionalText(
        text,
        { maxLength: invoiceBounds.noteLength, isMultiline: true },
        problems.at('note'),
      ),
    ),
    ...parseDocumentDetails(input, problems),
  };
}

function parseCustomer(
  id: string | null | undefined,
  customer: InvoicedCustomer | undefined,
  problems: InputProblems,
): InvoicedCustomer | undefined {
  if (id === undefined) return undefined;
  if (id !== null) return findActiveCustomer(customer, problems);
  problems.add('REQUIRED', 'An invoice needs a customer.');
  return undefined;
}

/** Reads what decides about the figures; undefined if nothing of it is given, or for problems, which are noted. */
function parseFigures(
  input: InvoiceInput,
  { currency, products, stored }: FigureSources,
  problems: InputProblems,
): PricedDraft | undefined {
  const { allowances, charges } = input;
  const given = [input.lines, allowances, charges, input.pricesIncludeTax];
  if (given.every((value) => value === undefined)) return undefined;
  const pricesIncludeTax = input.pricesIncludeTax ?? stored?.pricesIncludeTax ?? false;
  const around = { currency, products, pricesIncludeTax };
  const lines = ifGiven(input.lines, (inputs) => parseLines(inputs, around, problems.at('lines')) ?? null);
  const parse = (name: 'allowances' | 'charges', isCharge: boolean) =>
    input[name] === undefined
      ? (stored?.adjustments ?? []).filter((adjustment) => adjustment.isCharge === isCharge)
      : parseDocumentAdjustments(input[name], isCharge, currency, problems.at(name));
  const [parsedAllowances, parsedCharges] = [parse('allowances', false), parse('charges', true)];
  if (lines === null || parsedAllowances === undefined || parsedCharges === undefined) return undefined;
  const priced = priceDraft({
    lines: lines ?? stored?.lines ?? [],
    adjustments: [...parsedAllowances, ...parsedCharges],
    pricesIncludeTax,
  });
  notePricingProblems(priced, problems);
  return priced;
}

function parseLines(
  inputs: readonly LineInput[] | null,
  around: LineSurroundings,
  problems: InputProblems,
): LineTerms[] | undefined {
  if (inputs === null) {
    problems.add('REQUIRED', 'Give the lines; an empty list is allowed.');
    return undefined;
  }
  if (inputs.length > invoiceBounds.lines) {
    problems.add('TOO_LONG', `Give at most ${invoiceBounds.lines} lines, not ${inputs.length}.`);
    return undefined;
  }
  const lines = inputs.map((input, index) => parseLine(input, around, problems.at(index)));
  return lines.includes(undefined) ? undefined : lines.flatMap((line) => line ?? []);
}
