import { runService } from '#platform/process/run-service.ts';
import { batchService } from './service.ts';

await runService(batchService, process.env);
