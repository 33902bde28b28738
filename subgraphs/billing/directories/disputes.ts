/** The source of billing's knowledge about disputes. */
export interface Disputes {
  /**
   * Tells if the customer disputes an invoice, by billing's own account.
   *
   * @throws {DirectoryUnavailableError} if no valid answer arrived in time
   */
  isDisputed(invoiceId: string): Promise<boolean>;
}
