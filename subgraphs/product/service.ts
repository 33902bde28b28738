import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { configurationSchema } from './configuration.ts';
import { productSubgraph } from './subgraph.ts';

export const productService = defineService({
  name: 'product',
  fields: configurationSchema,
  start: async (service) => {
    await startSubgraph(service, productSubgraph, { port: service.configuration.PRODUCT_PORT });
  },
});
