import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { toSeller } from '#schema/calendar/seller-fields.ts';
import { configurationSchema } from './configuration.ts';
import { createEntitiesClient } from './directories/entities-client.ts';
import { createHttpCustomerDirectory } from './directories/http-customer-directory.ts';
import { createHttpProductCatalog } from './directories/http-product-catalog.ts';
import { startSearchFiller } from './search/search-filler.ts';
import { createBillingSubgraph } from './subgraph.ts';

export const billingService = defineService({
  name: 'billing',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, owner } = service;
    const customerClient = createEntitiesClient({
      url: configuration.CUSTOMER_URL,
      name: 'customer service',
    });
    owner.own('customer client', () => customerClient.close());
    const productClient = createEntitiesClient({ url: configuration.PRODUCT_URL, name: 'product service' });
    owner.own('product client', () => productClient.close());
    const subgraph = createBillingSubgraph({
      customers: createHttpCustomerDirectory(customerClient),
      products: createHttpProductCatalog(productClient),
      clock: () => new Date(),
      seller: toSeller(configuration),
      log,
    });
    const { sql } = await startSubgraph(service, subgraph, { port: configuration.BILLING_PORT });
    const filler = startSearchFiller({ sql, log });
    owner.own('search filler', () => filler.close());
  },
});
