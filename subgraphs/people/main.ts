import { runService } from '#platform/process/run-service.ts';
import { peopleService } from './service.ts';

await runService(peopleService, process.env);
