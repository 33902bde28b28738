import { runService } from '#platform/process/run-service.ts';
import { simulatorService } from './service.ts';

await runService(simulatorService, process.env);
