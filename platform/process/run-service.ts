import type { Environment } from '#platform/configuration/environment.ts';
import { followRequests } from './messages.ts';
import { runProcess } from './run-process.ts';
import type { Service } from './service.ts';
import { startWatchdog } from './watchdog.ts';

/**
 * Runs one service in this process. It ends with the process (see {@link runProcess}); one that is not configured right
 * logs all problems in one entry, and the exit code is 1. Whatever runs the process starts it again.
 */
export async function runService(service: Service, environment: Environment): Promise<void> {
  const log = service.createLog(environment);
  await runProcess(log, async (owner) => {
    owner.own('watchdog', startWatchdog({ name: service.name }));
    followRequests((request) => {
      if (request.type === 'restart' && request.service === service.name) owner.finish();
    });
    await service.start(environment, { log, owner });
  });
}
