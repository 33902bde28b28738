import type { Address } from '#kernel/address-input.ts';
import type { OperationKind } from '../generated/types.ts';

/** The references that an invoice may name. */
export type ReferenceName = 'purchaseOrder' | 'buyerReference' | 'contract';

/** The place and time of delivery of goods or services; at least one member is not null. */
export interface GivenDelivery {
  readonly recipientName: string | null;
  readonly address: Address | null;
  readonly date: string | null;
  readonly period: { readonly start: string; readonly end: string } | null;
}

/** The references and the delivery of an invoice, which its credit notes take over; null for none. */
export interface DocumentDetails extends Readonly<Record<ReferenceName, string | null>> {
  readonly operationKind: OperationKind | null;
  readonly delivery: GivenDelivery | null;
}

/** Takes the details out of what has more members. */
export function pickDocumentDetails({
  purchaseOrder,
  buyerReference,
  contract,
  operationKind,
  delivery,
}: DocumentDetails): DocumentDetails {
  return { purchaseOrder, buyerReference, contract, operationKind, delivery };
}

/** The details of a draft like another invoice: it is delivered on other days, for another order. */
export function duplicateDetails(details: DocumentDetails): DocumentDetails {
  const { delivery } = details;
  const isPlaceKnown = delivery !== null && (delivery.recipientName !== null || delivery.address !== null);
  return {
    ...pickDocumentDetails(details),
    purchaseOrder: null,
    delivery: isPlaceKnown ? { ...delivery, date: null, period: null } : null,
  };
}

/** The details of a document that says no more than its figures. */
export const noDocumentDetails: DocumentDetails = {
  purchaseOrder: null,
  buyerReference: null,
  contract: null,
  operationKind: null,
  delivery: null,
};
