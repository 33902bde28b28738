import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { toSeller } from '#schema/calendar/seller-fields.ts';
import { loadSellerDetails } from '#schema/seller/load-seller-details.ts';
import { configurationSchema, toNumberFormats } from './configuration.ts';
import { createEntitiesClient } from './directories/entities-client.ts';
import { createHttpCustomerDirectory } from './directories/http-customer-directory.ts';
import { createHttpProductCatalog } from './directories/http-product-catalog.ts';
import { startSearchFiller } from './search/search-filler.ts';
import { SellerRecords } from './store/seller-records.ts';
import { createBillingSubgraph } from './subgraph.ts';

export const billingService = defineService({
  name: 'billing',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, owner, isProduction } = service;
    const { details, problems } = await loadSellerDetails(configuration.SELLER_FILE, { isProduction });
    if (problems !== undefined) throw new ConfigurationError(problems);
    const customerClient = createEntitiesClient({
      url: configuration.CUSTOMER_URL,
      name: 'customer service',
    });
    owner.own('customer client', () => customerClient.close());
    const productClient = createEntitiesClient({ url: configuration.PRODUCT_URL, name: 'product service' });
    owner.own('product client', () => productClient.close());
    const settings = { sellerDetails: details, numberFormats: toNumberFormats(configuration) };
    const subgraph = createBillingSubgraph({
      customers: createHttpCustomerDirectory(customerClient),
      products: createHttpProductCatalog(productClient),
      clock: () => new Date(),
      seller: toSeller(configuration),
      ...settings,
      log,
    });
    const { sql, db } = await startSubgraph(service, subgraph, { port: configuration.BILLING_PORT });
    // A prefix of numbers that another kind of document has is told now, not when the first one is issued.
    await new SellerRecords(db, settings).record();
    const filler = startSearchFiller({ sql, log });
    owner.own('search filler', () => filler.close());
  },
});
