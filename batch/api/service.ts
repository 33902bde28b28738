import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { startUploadSweeper } from '../uploads/upload-sweeper.ts';
import { configurationSchema, toImportSettings } from './configuration.ts';
import { addJobMetrics } from './job-metrics.ts';
import { createBatchSubgraph } from './subgraph.ts';

export const batchService = defineService({
  name: 'batch',
  fields: configurationSchema,
  start: async (service) => {
    const subgraph = createBatchSubgraph(toImportSettings(service.configuration));
    const { sql } = await startSubgraph(service, subgraph, {
      port: service.configuration.BATCH_PORT,
      database: { name: 'batch-api', maxConnections: 5 },
    });
    const sweeper = startUploadSweeper({ sql, log: service.log });
    service.owner.own('upload sweeper', () => sweeper.close());
    addJobMetrics(service.metrics, sql, service.log);
  },
});
