import type { Environment } from '#platform/configuration/environment.ts';
import { HostedService } from './hosted-service.ts';
import { parseProcessRequest, reportToParent } from './messages.ts';
import type { Owner } from './owner.ts';
import { runProcess } from './run-process.ts';
import { createServiceLog, type Service } from './service.ts';
import { startWatchdog } from './watchdog.ts';

/** A service with the variables that it reads. */
export interface ServiceRun {
  readonly service: Service;
  readonly environment: Environment;
}

/**
 * Runs one service in this process. It ends with the process (see {@link runProcess}); one that is not configured right
 * logs all problems in one entry, and the exit code is 1. Whatever runs the process starts it again.
 */
export async function runService(service: Service, environment: Environment): Promise<void> {
  const log = service.createLog(environment);
  await runProcess(log, async (owner) => {
    owner.own('watchdog', startWatchdog({ name: service.name }));
    followRequests((name) => {
      // Whatever runs this process starts it again.
      if (name === service.name) owner.finish();
    });
    await service.start(environment, { log, owner });
  });
}

/**
 * Runs services side by side in this process, each with its own variables, log, figures, resources and port. A service
 * that fails is closed and started again alone; the others go on. The process is ready once each has started, and ends
 * them all on SIGTERM; its watchdog, its signals and an error nobody handled are of the process as a whole.
 *
 * @param name of the process, in its log
 */
export async function runServices(name: string, runs: readonly ServiceRun[]): Promise<void> {
  const [first] = runs;
  if (first === undefined) throw new Error('There is no service to run.');
  if (runs.length === 1) return runService(first.service, first.environment);
  const log = createServiceLog(name, first.environment);
  await runProcess(log, async (owner) => {
    owner.own('watchdog', startWatchdog({ name }));
    await startServices(runs, owner);
  });
}

async function startServices(runs: readonly ServiceRun[], owner: Owner): Promise<void> {
  const hosted = runs.map(
    (run) =>
      new HostedService({
        ...run,
        onReady: () => reportToParent({ type: 'service-ready', service: run.service.name }),
        onFailed: () => reportToParent({ type: 'service-failed', service: run.service.name }),
        onStuck: (error) => owner.fail(error),
      }),
  );
  owner.own('services', () => Promise.all(hosted.map((one) => one.stop())));
  followRequests((name) => hosted.find((one) => one.name === name)?.restart());
  const finished = hosted.map((one) => one.run());
  void Promise.all(finished).then(() => owner.finish());
  const ended = new Promise<never>((_, reject) =>
    owner.signal.addEventListener('abort', () => reject(owner.signal.reason), { once: true }),
  );
  await Promise.race([Promise.all(hosted.map((one) => one.started)), ended]);
}

function followRequests(restart: (service: string) => void): void {
  process.on('message', (message) => {
    const request = parseProcessRequest(message);
    if (request !== undefined) restart(request.service);
  });
}
