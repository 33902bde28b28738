import type { InvoicedCustomer } from '../domain/reference.ts';

/** The source of billing's knowledge about customers. */
export interface CustomerDirectory {
  /**
   * The customer with this id, active or archived; undefined if there is none.
   *
   * @param token the caller's own access token, as billing has no rights of its own there
   * @throws {DirectoryUnavailableError} if no valid answer arrived in time
   */
  findCustomer(id: string, token: string): Promise<InvoicedCustomer | undefined>;
}
