import { runService } from '#platform/process/run-services.ts';
import { billingService } from './service.ts';

await runService(billingService, process.env);
