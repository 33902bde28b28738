import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { toTrustedIssuers } from '#platform/configuration/identity-fields.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { createServerOf, migrateSubgraph } from '#platform/graphql/subgraph-definition.ts';
import { listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { runProcess } from '#platform/process/run-process.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import { configurationSchema } from './configuration.ts';
import { addJobMetrics } from './job-metrics.ts';
import { batchSubgraph } from './subgraph.ts';

const log = createLog({ name: 'batch', level: process.env.LOG_LEVEL || 'info' });

await runProcess(log, async (owner) => {
  const configuration = parseConfiguration(configurationSchema, process.env);
  await migrateSubgraph(batchSubgraph, configuration.DATABASE_URL);

  const database = connectDatabase({ url: configuration.DATABASE_URL, name: 'batch-api', maxConnections: 5 });
  owner.own('database', () => database.close());

  const verifier = createTokenVerifier({ issuers: toTrustedIssuers(configuration) });
  owner.own('token verifier', () => verifier.close());

  const isProduction = configuration.NODE_ENV === 'production';
  const metrics = createMetrics();
  addJobMetrics(metrics, database.sql, log);
  const server = await createServerOf(batchSubgraph, { database, verifier, log, isProduction, metrics });
  owner.own('server', () => server.close());
  const address = await listen(server, { host: configuration.HOST, port: configuration.BATCH_PORT });
  log.info({ address }, 'the API of the import jobs is ready');
});
