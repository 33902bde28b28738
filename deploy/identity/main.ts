import { runService } from '#platform/process/run-services.ts';
import { identityService } from './service.ts';

await runService(identityService, process.env);
