import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { toSeller } from '#schema/calendar/seller-fields.ts';
import { loadSellerDetails } from '#schema/seller/load-seller-details.ts';
import { configurationSchema, toNumberFormats } from './configuration.ts';
import { AccountClient } from './directories/account-client.ts';
import { createHttpCustomerDirectory } from './directories/http-customer-directory.ts';
import { createDisputes } from './directories/http-disputes.ts';
import { HttpMailRecipients } from './directories/http-mail-recipients.ts';
import { createHttpProductCatalog } from './directories/http-product-catalog.ts';
import { HttpStockService } from './directories/http-stock-service.ts';
import { DocumentArchive } from './documents/document-archive.ts';
import { toBucketOptions } from './documents/document-fields.ts';
import { DocumentRenderer } from './documents/document-renderer.ts';
import { openDocumentFiles } from './documents/open-document-files.ts';
import { LifecycleWorker } from './lifecycle/lifecycle-worker.ts';
import { openPlatform } from './lifecycle/open-platform.ts';
import { toMailPolicy } from './mail/invoice-mail-fields.ts';
import { startInvoiceMails } from './mail/start-invoice-mails.ts';
import { startOverdueAnnouncer } from './overdue/overdue-announcer.ts';
import { toPortalSettings } from './portal/portal-fields.ts';
import { startProductTotalsFiller } from './product-totals/product-totals-filler.ts';
import { startSearchFiller } from './search/search-filler.ts';
import { createStockFigures } from './stock/stock-figures.ts';
import { StockWorker } from './stock/stock-worker.ts';
import { LedgerVacuum } from './store/ledger-vacuum.ts';
import { SellerRecords } from './store/seller-records.ts';
import { createBillingSubgraph } from './subgraph.ts';
import { startTotalsCompactor } from './totals/totals-compactor.ts';

/** The limit for one call to the stock, in milliseconds; an issue has to fit into the answer of a subgraph. */
const stockTimeoutMs = 8_000;
/** The pause of the worker that finds nothing to do, in milliseconds. */
const stockPollMs = 500;

export const billingService = defineService({
  name: 'billing',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, metrics, owner, isProduction } = service;
    const { details, problems } = await loadSellerDetails(configuration.SELLER_FILE, { isProduction });
    if (problems !== undefined) throw new ConfigurationError(problems);
    const files = await openDocumentFiles({
      folder: configuration.DOCUMENTS_FOLDER,
      bucket: toBucketOptions(configuration),
      owner,
      log,
    });
    const platform = await openPlatform(configuration.PLATFORM_FOLDER);
    const portal = toPortalSettings(configuration, { isProduction, log });
    const renderer = new DocumentRenderer();
    owner.own('document renderer', () => renderer.close());
    const documents = { files, renderer, making: new Map() };
    const tls = service.tls.client;
    const customerClient = new SubgraphClient({
      url: configuration.CUSTOMER_URL,
      name: 'customer service',
      tls,
    });
    owner.own('customer client', () => customerClient.close());
    const productClient = new SubgraphClient({
      url: configuration.PRODUCT_URL,
      name: 'product service',
      tls,
    });
    owner.own('product client', () => productClient.close());
    const settings = { sellerDetails: details, numberFormats: toNumberFormats(configuration) };
    // With connections of its own, so that reads do not wait for reservations of the same product, which queue there.
    const stockClient = new SubgraphClient({
      url: configuration.PRODUCT_URL,
      name: 'product service',
      timeoutMs: stockTimeoutMs,
      tls,
    });
    owner.own('stock client', () => stockClient.close());
    const token = new ServiceToken({
      issuer: configuration.OIDC_ISSUER,
      internalUrl: configuration.OIDC_INTERNAL_URL,
      clientId: configuration.FACTURATION_BILLING_CLIENT,
      clientSecret: configuration.FACTURATION_BILLING_SECRET,
      parameters: configuration.FACTURATION_BILLING_TOKEN_PARAMETERS,
    });
    const stock = new HttpStockService(new AccountClient(stockClient, token));
    const recipients = new HttpMailRecipients(new AccountClient(customerClient, token));
    const disputes = createDisputes({ url: configuration.CRM_URL, token, tls, owner });
    const mailPolicy = toMailPolicy(configuration);
    const seller = toSeller(configuration);
    const sellerLanguage = configuration.SELLER_LANGUAGE;
    const clock = () => new Date();
    const leaseMs = configuration.STOCK_LEASE_MS;
    const subgraph = createBillingSubgraph({
      customers: createHttpCustomerDirectory(customerClient),
      products: createHttpProductCatalog(productClient),
      stock,
      stockLeaseMs: leaseMs,
      clock,
      seller,
      sellerLanguage,
      mailPolicy,
      recipients,
      ...settings,
      documents,
      portal,
      hasPlatform: platform !== undefined,
      approvals: { limits: configuration.APPROVAL_LIMITS, approverRole: configuration.APPROVERS },
      log,
    });
    const { sql, db } = await startSubgraph(service, subgraph, { port: configuration.BILLING_PORT });
    // A prefix of numbers that another kind of document has is told now, not when the first one is issued.
    await new SellerRecords(db, settings).record();
    const filler = startSearchFiller({ sql, log });
    owner.own('search filler', () => filler.close());
    const figures = createStockFigures(metrics, sql);
    const worker = new StockWorker({ db, stock, clock, log, figures, pollMs: stockPollMs, leaseMs });
    owner.own('stock worker', () => worker.close());
    const compactor = startTotalsCompactor({ sql, log });
    owner.own('totals compactor', () => compactor.close());
    const announcer = startOverdueAnnouncer({ db, log, clock, timeZone: seller.timeZone });
    owner.own('overdue announcer', () => announcer.close());
    const documentArchive = new DocumentArchive({ db, documents, clock, log });
    await startInvoiceMails(service, {
      db,
      clock,
      seller,
      sellerLanguage,
      mailPolicy,
      portal,
      recipients,
      disputes,
      documentArchive,
      log,
    });
    const products = startProductTotalsFiller({ sql, log });
    owner.own('product totals filler', () => products.close());
    const vacuum = new LedgerVacuum({ sql, log });
    owner.own('ledger vacuum', () => vacuum.close());
    if (platform !== undefined) {
      const lifecycle = new LifecycleWorker({ db, platform, archive: documentArchive, clock, log });
      owner.own('lifecycle worker', () => lifecycle.close());
    }
  },
});
