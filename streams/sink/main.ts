import { runService } from '#platform/process/run-services.ts';
import { sinkService } from './service.ts';

await runService(sinkService, process.env);
