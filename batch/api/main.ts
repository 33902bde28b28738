import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { runService } from '#platform/process/run-service.ts';
import { configurationSchema } from './configuration.ts';
import { addJobMetrics } from './job-metrics.ts';
import { batchSubgraph } from './subgraph.ts';

await runService({
  name: 'batch',
  fields: configurationSchema,
  environment: process.env,
  start: async (service) => {
    const { sql } = await startSubgraph(service, batchSubgraph, {
      port: service.configuration.BATCH_PORT,
      database: { name: 'batch-api', maxConnections: 5 },
    });
    addJobMetrics(service.metrics, sql, service.log);
  },
});
