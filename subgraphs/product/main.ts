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
import { productSubgraph } from './subgraph.ts';

const log = createLog({ name: 'product', level: process.env.LOG_LEVEL || 'info' });

await runProcess(log, async (owner) => {
  const configuration = parseConfiguration(configurationSchema, process.env);
  await migrateSubgraph(productSubgraph, configuration.DATABASE_URL);

  const database = connectDatabase({ url: configuration.DATABASE_URL, name: 'product' });
  owner.own('database', () => database.close());
  const keyDays = configuration.IDEMPOTENCY_KEY_DAYS;
  const sweeper = startIdempotencySweeper({ sql: database.sql, days: keyDays, log });
  owner.own('idempotency sweeper', () => sweeper.close());

  const verifier = createTokenVerifier({ issuers: toTrustedIssuers(configuration) });
  owner.own('token verifier', () => verifier.close());

  const isProduction = configuration.NODE_ENV === 'production';
  const server = await createServerOf(productSubgraph, { database, verifier, log, isProduction });
  owner.own('server', () => server.close());
  const address = await listen(server, { host: configuration.HOST, port: configuration.PRODUCT_PORT });
  log.info({ address }, 'the product subgraph is ready');
});
