import { runService } from '#platform/process/run-service.ts';
import { crmService } from './service.ts';

await runService(crmService, process.env);
