import type { InvoicedCustomer } from '../domain/reference.ts';

/** Where billing learns about customers. */
export interface CustomerDirectory {
  /**
   * The customer with this id, in use or not; undefined when there is none.
   *
   * @param token the caller's own access token: billing has no rights of its own there
   * @throws {DirectoryUnavailableError} when no good answer came in time
   */
  findCustomer(id: string, token: string): Promise<InvoicedCustomer | undefined>;
}
