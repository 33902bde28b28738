import { runService } from '#platform/process/run-service.ts';
import { registryService } from './service.ts';

await runService(registryService, process.env);
