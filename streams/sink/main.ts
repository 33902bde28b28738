import { runService } from '#platform/process/run-service.ts';
import { sinkService } from './service.ts';

await runService(sinkService, process.env);
