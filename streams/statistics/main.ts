import { runService } from '#platform/process/run-service.ts';
import { statisticsService } from './service.ts';

await runService(statisticsService, process.env);
