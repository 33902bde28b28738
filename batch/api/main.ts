import { runService } from '#platform/process/run-services.ts';
import { batchService } from './service.ts';

await runService(batchService, process.env);
