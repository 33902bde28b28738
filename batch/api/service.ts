import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { configurationSchema } from './configuration.ts';
import { addJobMetrics } from './job-metrics.ts';
import { batchSubgraph } from './subgraph.ts';

export const batchService = defineService({
  name: 'batch',
  fields: configurationSchema,
  start: async (service) => {
    const { sql } = await startSubgraph(service, batchSubgraph, {
      port: service.configuration.BATCH_PORT,
      database: { name: 'batch-api', maxConnections: 5 },
    });
    addJobMetrics(service.metrics, sql, service.log);
  },
});
