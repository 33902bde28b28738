import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { configurationSchema } from './configuration.ts';
import { customerSubgraph } from './subgraph.ts';

export const customerService = defineService({
  name: 'customer',
  fields: configurationSchema,
  start: async (service) => {
    await startSubgraph(service, customerSubgraph, { port: service.configuration.CUSTOMER_PORT });
  },
});
