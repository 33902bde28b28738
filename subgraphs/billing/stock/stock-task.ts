/** A call to the stock of the product service: one takes stock for an invoice, the other gives it back. */
export type StockTaskKind = 'RESERVE' | 'RELEASE';

/**
 * The state of a task. A reservation is PENDING until its invoice is issued (DONE) or it is given up (ABANDONED), which
 * leaves a release. A release is PENDING until the product service confirmed it (DONE).
 */
export type StockTaskState = 'PENDING' | 'DONE' | 'ABANDONED';

/** A quantity of one product as the tables keep it: as text, since JSON has no bigint. */
export interface ReservedLine {
  readonly productId: string;
  /** In units, as the API writes it. */
  readonly quantity: string;
}
