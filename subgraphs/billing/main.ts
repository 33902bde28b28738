import { runService } from '#platform/process/run-service.ts';
import { billingService } from './service.ts';

await runService(billingService, process.env);
