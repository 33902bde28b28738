import type { InvoicedProduct } from '../domain/reference.ts';

/** Where billing learns about products. */
export interface ProductCatalog {
  /**
   * By id, those products of a list that exist, in use or not. All are asked for in one request.
   *
   * @param token the caller's own access token: billing has no rights of its own there
   * @throws {DirectoryUnavailableError} when no good answer came in time
   */
  findProducts(ids: readonly string[], token: string): Promise<ReadonlyMap<string, InvoicedProduct>>;
}
