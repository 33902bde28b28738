import { runService } from '#platform/process/run-services.ts';
import { relayService } from './service.ts';

await runService(relayService, process.env);
