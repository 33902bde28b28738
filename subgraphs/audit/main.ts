import { runService } from '#platform/process/run-service.ts';
import { auditService } from './service.ts';

await runService(auditService, process.env);
