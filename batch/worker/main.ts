import { runService } from '#platform/process/run-service.ts';
import { batchWorkerService } from './service.ts';

await runService(batchWorkerService, process.env);
