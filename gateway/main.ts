import { runService } from '#platform/process/run-service.ts';
import { gatewayService } from './service.ts';

// Nothing here constructs the ApolloGateway class, which alone would report to Apollo; this holds if something ever does.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

await runService(gatewayService, process.env);
