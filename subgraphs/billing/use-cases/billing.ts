import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Clock } from '../clock.ts';
import type { CustomerDirectory } from '../directories/customer-directory.ts';
import type { ProductCatalog } from '../directories/product-catalog.ts';
import type { SellerRecords, SellerSettings } from '../store/seller-records.ts';

/** The parts that the use cases need. */
export interface Billing extends SellerSettings {
  readonly db: PostgresJsDatabase;
  readonly customers: CustomerDirectory;
  readonly products: ProductCatalog;
  readonly clock: Clock;
  /** Decides the present day and the days that an invoice may have. */
  readonly seller: Seller;
  /** Keeps the settings that documents are issued with. */
  readonly sellerRecords: SellerRecords;
  /** Tells why another context gave no answer; the caller only learns that it did not answer. */
  readonly log: Log;
}
