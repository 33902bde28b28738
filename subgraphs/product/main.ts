import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { runService } from '#platform/process/run-service.ts';
import { configurationSchema } from './configuration.ts';
import { productSubgraph } from './subgraph.ts';

await runService({
  name: 'product',
  fields: configurationSchema,
  environment: process.env,
  start: async (service) => {
    await startSubgraph(service, productSubgraph, { port: service.configuration.PRODUCT_PORT });
  },
});
