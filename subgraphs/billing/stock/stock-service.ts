import type { ReservedLine } from './stock-task.ts';

/** Too little stock of one product; quantities in units, as the API writes them. */
export interface StockShortage {
  readonly productId: string;
  readonly available: string;
  readonly requested: string;
}

/** The answer to a reservation. */
export type ReserveAnswer =
  /** The stock was taken; products whose stock is not tracked any more are not among the lines. */
  | { readonly kind: 'reserved'; readonly lines: readonly ReservedLine[] }
  /** Nothing was taken. */
  | { readonly kind: 'short'; readonly shortages: readonly StockShortage[] }
  /** Nothing was taken, for another reason that is said for people. */
  | { readonly kind: 'refused'; readonly reason: string };

/** The stock of the product service, under billing's own account. Every call is safe to repeat with the same ids. */
export interface StockService {
  /**
   * Makes sure that a call can be made at all.
   *
   * @throws {DirectoryUnavailableError} if the identity provider gives billing no token
   */
  prepare(): Promise<void>;
  /**
   * Takes the stock of all lines or of none.
   *
   * @throws {DirectoryUnavailableError} if no valid answer arrived in time: the stock may have been taken or not
   */
  reserve(reservation: {
    readonly id: string;
    readonly invoiceId: string;
    readonly lines: readonly ReservedLine[];
  }): Promise<ReserveAnswer>;
  /**
   * Gives stock back; all that is left without lines.
   *
   * @throws {DirectoryUnavailableError} if no valid answer arrived in time, or the release was refused
   */
  release(release: {
    readonly id: string;
    readonly reservationId: string;
    readonly lines: readonly ReservedLine[] | null;
  }): Promise<void>;
}
