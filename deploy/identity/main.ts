import { runService } from '#platform/process/run-service.ts';
import { identityService } from './service.ts';

await runService(identityService, process.env);
