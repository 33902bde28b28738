import { runService } from '#platform/process/run-services.ts';
import { statisticsService } from './service.ts';

await runService(statisticsService, process.env);
