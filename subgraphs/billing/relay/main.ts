import { runService } from '#platform/process/run-service.ts';
import { relayService } from './service.ts';

await runService(relayService, process.env);
