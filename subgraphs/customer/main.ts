import { runService } from '#platform/process/run-services.ts';
import { customerService } from './service.ts';

await runService(customerService, process.env);
