import { type AddressInput, parseAddress } from '#kernel/address-input.ts';
import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { readOptionalScalar, type ScalarInput } from '#schema/scalar-input.ts';
import type { OperationKind } from '../generated/types.ts';
import type { DocumentDetails, GivenDelivery, ReferenceName } from './document-details.ts';

/** A delivery in an input. */
interface DeliveryInput {
  readonly recipientName?: string | null | undefined;
  readonly address?: AddressInput | null | undefined;
  readonly date?: ScalarInput | null | undefined;
  readonly period?: { readonly start: ScalarInput; readonly end: ScalarInput } | null | undefined;
}

/** The details of a document in an input; undefined is absent, as in the API. */
export interface DocumentDetailsInput
  extends Readonly<Partial<Record<ReferenceName, string | null | undefined>>> {
  readonly operationKind?: OperationKind | null | undefined;
  readonly delivery?: DeliveryInput | null | undefined;
}

/** The changes of a draft's details: undefined leaves one as it is, null empties it. */
export type DocumentDetailsChange = {
  readonly [Name in keyof DocumentDetails]: DocumentDetails[Name] | undefined;
};

/** Reads the details that are given and notes all problems. */
export function parseDocumentDetails(
  input: DocumentDetailsInput,
  problems: InputProblems,
): DocumentDetailsChange {
  const reference = (name: ReferenceName) =>
    ifGiven(input[name], (text) =>
      parseOptionalText(text, { maxLength: invoiceBounds.documentReferenceLength }, problems.at(name)),
    );
  return {
    purchaseOrder: reference('purchaseOrder'),
    buyerReference: reference('buyerReference'),
    contract: reference('contract'),
    operationKind: input.operationKind,
    delivery: ifGiven(input.delivery, (delivery) =>
      delivery === null ? null : parseDelivery(delivery, problems.at('delivery')),
    ),
  };
}

/** Reads a delivery; null if nothing is given, undefined for problems, which are noted. */
function parseDelivery(given: DeliveryInput, problems: InputProblems): GivenDelivery | null | undefined {
  const recipientName = parseOptionalText(
    given.recipientName,
    { maxLength: invoiceBounds.recipientNameLength },
    problems.at('recipientName'),
  );
  const address =
    given.address === null || given.address === undefined
      ? null
      : parseAddress(given.address, problems.at('address'));
  const date = parseDay(given.date ?? null, problems.at('date'));
  const period =
    given.period === null || given.period === undefined
      ? null
      : parsePeriod(given.period, problems.at('period'));
  if (given.date != null && given.period != null)
    problems.at('period').add('INVALID', 'Give a day or a period, not both.');
  if (recipientName === undefined || address === undefined || date === undefined || period === undefined)
    return undefined;
  const isEmpty = [recipientName, address, date, period].every((part) => part === null);
  return isEmpty ? null : { recipientName, address, date, period };
}

function parsePeriod(
  given: NonNullable<DeliveryInput['period']>,
  problems: InputProblems,
): GivenDelivery['period'] | undefined {
  const [start, end] = [given.start, given.end].map((day, index) =>
    parseDay(day, problems.at(index === 0 ? 'start' : 'end')),
  );
  if (start == null || end == null) return undefined;
  if (start <= end) return { start, end };
  problems.at('end').add('OUT_OF_RANGE', `Give ${start} or a later day.`);
  return undefined;
}

/** Reads a day within the bounds of days on invoices; undefined for a problem, which is noted. */
export function parseDay(given: ScalarInput | null, problems: InputProblems): string | null | undefined {
  const day = readOptionalScalar(given, problems);
  if (day === undefined || day === null) return day;
  if (day < invoiceBounds.earliestDay || day > invoiceBounds.latestDay)
    problems.add(
      'OUT_OF_RANGE',
      `Give a day from ${invoiceBounds.earliestDay} to ${invoiceBounds.latestDay}.`,
    );
  return day;
}
