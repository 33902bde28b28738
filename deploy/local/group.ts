import { runGroup, type ServiceLoaders } from '#platform/process/run-group.ts';
import type { AnyServiceName } from '../system/services.ts';

/**
 * A process of `npm start`: `group.ts GROUP SERVICE...` runs the named services side by side. The only file of this room
 * that imports services (docs/adr/0034-services-share-processes.md).
 */
const loaders = {
  identity: async () => (await import('../identity/service.ts')).identityService,
  customer: async () => (await import('../../subgraphs/customer/service.ts')).customerService,
  product: async () => (await import('../../subgraphs/product/service.ts')).productService,
  billing: async () => (await import('../../subgraphs/billing/service.ts')).billingService,
  workspace: async () => (await import('../../subgraphs/workspace/service.ts')).workspaceService,
  people: async () => (await import('../../subgraphs/people/service.ts')).peopleService,
  audit: async () => (await import('../../subgraphs/audit/service.ts')).auditService,
  crm: async () => (await import('../../subgraphs/crm/service.ts')).crmService,
  relay: async () => (await import('../../subgraphs/billing/relay/service.ts')).relayService,
  sink: async () => (await import('../../streams/sink/service.ts')).sinkService,
  statistics: async () => (await import('../../streams/statistics/service.ts')).statisticsService,
  batch: async () => (await import('../../batch/api/service.ts')).batchService,
  'batch-worker': async () => (await import('../../batch/worker/service.ts')).batchWorkerService,
  simulator: async () => (await import('../../streams/simulator/service.ts')).simulatorService,
  registry: async () => (await import('../../registry/service.ts')).registryService,
  gateway: async () => {
    // With its service, so that nothing is left to load when it starts.
    await import('../../gateway/serve.ts');
    return (await import('../../gateway/service.ts')).gatewayService;
  },
} satisfies ServiceLoaders & Record<AnyServiceName, unknown>;

// As in gateway/main.ts: whatever constructs Apollo's own gateway class reports nothing.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

const [group = '', ...services] = process.argv.slice(2);
await runGroup(loaders, { name: group, services }, process.env);
