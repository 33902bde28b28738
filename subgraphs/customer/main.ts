import { runService } from '#platform/process/run-service.ts';
import { customerService } from './service.ts';

await runService(customerService, process.env);
