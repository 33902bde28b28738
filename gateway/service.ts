import { defineService } from '#platform/process/service.ts';
import { toConfigurationFields } from './configuration.ts';
import { isWorker } from './workers/join-workers.ts';
import { superviseWorkers } from './workers/supervise-workers.ts';

export const gatewayService = defineService({
  name: 'gateway',
  fields: toConfigurationFields,
  start: async (parts) => {
    const { environment, log, owner } = parts;
    const { workers: count } = parts.configuration;
    if (count > 1 && !isWorker()) return superviseWorkers({ count, environment, log, owner });
    // A supervisor does without this code, which takes most of the memory of a process that has no requests.
    const { serveRequests } = await import('./serve.ts');
    return serveRequests(parts);
  },
});
