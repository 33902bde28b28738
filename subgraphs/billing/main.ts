import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { toTrustedIssuers } from '#platform/configuration/identity-fields.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { startIdempotencySweeper } from '#platform/database/idempotency-sweeper.ts';
import { createServerOf, migrateSubgraph } from '#platform/graphql/subgraph-definition.ts';
import { listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { runProcess } from '#platform/process/run-process.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import { configurationSchema } from './configuration.ts';
import { createEntitiesClient } from './directories/entities-client.ts';
import { createHttpCustomerDirectory } from './directories/http-customer-directory.ts';
import { createHttpProductCatalog } from './directories/http-product-catalog.ts';
import { createBillingSubgraph } from './subgraph.ts';

const log = createLog({ name: 'billing', level: process.env.LOG_LEVEL || 'info' });

await runProcess(log, async (owner) => {
  const configuration = parseConfiguration(configurationSchema, process.env);

  const customerClient = createEntitiesClient({ url: configuration.CUSTOMER_URL, name: 'customer service' });
  owner.own('customer client', () => customerClient.close());
  const productClient = createEntitiesClient({ url: configuration.PRODUCT_URL, name: 'product service' });
  owner.own('product client', () => productClient.close());
  const subgraph = createBillingSubgraph({
    customers: createHttpCustomerDirectory(customerClient),
    products: createHttpProductCatalog(productClient),
    clock: () => new Date(),
    log,
  });
  await migrateSubgraph(subgraph, configuration.DATABASE_URL);

  const database = connectDatabase({ url: configuration.DATABASE_URL, name: 'billing' });
  owner.own('database', () => database.close());
  const keyDays = configuration.IDEMPOTENCY_KEY_DAYS;
  const sweeper = startIdempotencySweeper({ sql: database.sql, days: keyDays, log });
  owner.own('idempotency sweeper', () => sweeper.close());

  const verifier = createTokenVerifier({ issuers: toTrustedIssuers(configuration) });
  owner.own('token verifier', () => verifier.close());

  const isProduction = configuration.NODE_ENV === 'production';
  const server = await createServerOf(subgraph, { database, verifier, log, isProduction });
  owner.own('server', () => server.close());
  const address = await listen(server, { host: configuration.HOST, port: configuration.BILLING_PORT });
  log.info({ address }, 'the billing subgraph is ready');
});
