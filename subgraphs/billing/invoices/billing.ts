import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Clock } from '../clock.ts';
import type { CustomerDirectory } from '../directories/customer-directory.ts';
import type { ProductCatalog } from '../directories/product-catalog.ts';
import type { Problem } from '../domain/problem.ts';

/** What the use cases work with. */
export interface Billing {
  readonly db: PostgresJsDatabase;
  readonly customers: CustomerDirectory;
  readonly products: ProductCatalog;
  readonly clock: Clock;
  /** Decides what day it is, and which days an invoice may have. */
  readonly seller: Seller;
  /** Says why another context gave no answer; the caller only learns that it did not. */
  readonly log: Log;
}

/** Who asks for a use case. */
export interface Caller {
  /** Who, among the callers of all identity providers; keys against repetition are kept for each. */
  readonly subject: string;
  /** The verified access token, with which the other contexts are asked. */
  readonly token: string;
}

/** The id of the invoice a use case was about, or all that stands against it; then nothing was changed. */
export type Outcome =
  | { readonly invoiceId: string; readonly problems?: never }
  | { readonly invoiceId?: never; readonly problems: readonly Problem[] };
