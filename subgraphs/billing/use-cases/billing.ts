import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Clock } from '../clock.ts';
import type { CustomerDirectory } from '../directories/customer-directory.ts';
import type { MailRecipients } from '../directories/mail-recipients.ts';
import type { ProductCatalog } from '../directories/product-catalog.ts';
import type { DocumentArchive } from '../documents/document-archive.ts';
import type { ApprovalPolicy } from '../domain/approval.ts';
import type { CustomerLanguage } from '../generated/types.ts';
import type { MailPolicy } from '../mail/invoice-mail-fields.ts';
import type { PortalSettings } from '../portal/portal-fields.ts';
import type { SearchSamples } from '../search/search-samples.ts';
import type { StockService } from '../stock/stock-service.ts';
import type { SellerRecords, SellerSettings } from '../store/seller-records.ts';

/** The parts that the use cases need. */
export interface Billing extends SellerSettings {
  readonly db: PostgresJsDatabase;
  readonly customers: CustomerDirectory;
  readonly products: ProductCatalog;
  readonly stock: StockService;
  /** The time from recording a reservation to issuing its invoice, in milliseconds; after it the worker gives it up. */
  readonly stockLeaseMs: number;
  readonly clock: Clock;
  /** Decides the present day and the days that an invoice may have. */
  readonly seller: Seller;
  /** The language of documents and mails for customers without one of their own. */
  readonly sellerLanguage: CustomerLanguage;
  /** Which mails are sent without anybody asking for them. */
  readonly mailPolicy: MailPolicy;
  /** To whom mails for customers go. */
  readonly recipients: MailRecipients;
  /** Keeps the settings that documents are issued with. */
  readonly sellerRecords: SellerRecords;
  /** Keeps the sample of texts that searches choose by. */
  readonly searchSamples: SearchSamples;
  /** The documents of issued invoices. */
  readonly documentArchive: DocumentArchive;
  /** True if invoices can be given to an approved platform. */
  readonly hasPlatform: boolean;
  /** The links by which customers read invoices. */
  readonly portal: PortalSettings;
  /** Which actions wait for a second person, and who that may be. */
  readonly approvals: ApprovalPolicy;
  /** Tells why another context gave no answer; the caller only learns that it did not answer. */
  readonly log: Log;
}
