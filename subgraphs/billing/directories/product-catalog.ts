import type { InvoicedProduct } from '../domain/reference.ts';

/** The source of billing's knowledge about products. */
export interface ProductCatalog {
  /**
   * The existing products among these ids, active or archived, by id. One request reads all of them.
   *
   * @param token the caller's own access token, as billing has no rights of its own there
   * @throws {DirectoryUnavailableError} if no valid answer arrived in time
   */
  findProducts(ids: readonly string[], token: string): Promise<ReadonlyMap<string, InvoicedProduct>>;
}
