/** The events of an invoice's life that its history keeps. */
export type InvoiceHistoryKind =
  | 'CREATED'
  | 'UPDATED'
  | 'DELETED'
  | 'ISSUED'
  | 'PAYMENT_RECORDED'
  | 'PAYMENT_REVERSED'
  | 'REFUNDED'
  | 'CREDITED'
  | 'VOIDED'
  | 'APPROVAL_REQUESTED'
  | 'APPROVED'
  | 'REJECTED'
  | 'STOCK_RESERVED'
  | 'STOCK_RELEASED'
  | 'LINK_CREATED'
  | 'LINK_REVOKED'
  | 'READ'
  | 'DOWNLOADED'
  | 'MAIL_QUEUED'
  | 'MAIL_SENT'
  | 'MAIL_FAILED'
  | 'MAIL_CANCELLED'
  | 'REMINDERS_PAUSED'
  | 'REMINDERS_RESUMED'
  | 'DEPOSITED'
  | 'PLATFORM_STATUS';

/** The particulars of an event: ids, amounts and reasons, and no data of persons. */
export interface HistoryDetails {
  /** The fields of the draft that changed, by their names in the API. */
  readonly fields?: readonly string[];
  /** In minor units of the invoice's currency, as text, since JSON has no bigint. */
  readonly amountMinor?: string;
  readonly reason?: string;
  readonly paymentId?: string;
  readonly creditNoteId?: string;
  /** The invoice that a new draft was made like. */
  readonly duplicatedInvoiceId?: string;
  readonly approvalId?: string;
  readonly mailId?: string;
  /** The id of the reservation in the product service. */
  readonly reservationId?: string;
  readonly portalLinkId?: string;
}
