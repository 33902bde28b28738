import { runService } from '#platform/process/run-service.ts';
import { workspaceService } from './service.ts';

await runService(workspaceService, process.env);
