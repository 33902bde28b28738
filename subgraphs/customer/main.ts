import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { runService } from '#platform/process/run-service.ts';
import { configurationSchema } from './configuration.ts';
import { customerSubgraph } from './subgraph.ts';

await runService({
  name: 'customer',
  fields: configurationSchema,
  environment: process.env,
  start: async (service) => {
    await startSubgraph(service, customerSubgraph, { port: service.configuration.CUSTOMER_PORT });
  },
});
