import { runService } from '#platform/process/run-services.ts';
import { simulatorService } from './service.ts';

await runService(simulatorService, process.env);
