import type { Environment } from '#platform/configuration/environment.ts';
import { HostedService } from './hosted-service.ts';
import { followRequests, reportToParent, type ServiceStart } from './messages.ts';
import type { Owner } from './owner.ts';
import { runProcess } from './run-process.ts';
import { createServiceLog, type Service } from './service.ts';
import { startWatchdog } from './watchdog.ts';

/** Loads each service by its name, so that a process reads the code of its own services alone. */
export type ServiceLoaders = Readonly<Record<string, () => Promise<Service>>>;

/**
 * Runs the named services side by side in this process, each with its own variables, log, figures, resources and port.
 * The process is ready once their code is loaded. Each service starts when the parent process sends its variables, which
 * are thus in no environment that another service reads. A service that fails is closed and started again alone; the
 * others go on. SIGTERM ends them all. The watchdog, the signals and an unhandled error concern the process as a
 * whole.
 *
 * @param group the name of the process in its log
 * @param environment the variables that all services share
 * @throws {TypeError} if a service is unknown, or no name is given
 */
export async function runGroup(
  loaders: ServiceLoaders,
  group: { readonly name: string; readonly services: readonly string[] },
  environment: Environment,
): Promise<void> {
  const known = Object.keys(loaders).join(', ');
  const { name, services: names } = group;
  if (names.length === 0) throw new TypeError(`Name one or more services: ${known}.`);
  const log = createServiceLog(name, environment);
  await runProcess(log, async (owner) => {
    owner.own('watchdog', startWatchdog({ name }));
    const services = await Promise.all(
      names.map((one) => {
        const load = Object.hasOwn(loaders, one) ? loaders[one] : undefined;
        if (load === undefined) throw new TypeError(`There is no service ${one}. Known are ${known}.`);
        return load();
      }),
    );
    hostServices(services, environment, owner);
  });
}

/** Starts and restarts the services as the parent asks, until all of them have finished. */
function hostServices(services: readonly Service[], environment: Environment, owner: Owner): void {
  const hosted = new Map<string, HostedService>();
  let running = services.length;
  owner.own('services', () => Promise.all([...hosted.values()].map((one) => one.stop())));

  function start({ service: name, environment: own }: ServiceStart): void {
    const service = services.find((one) => one.name === name);
    if (service === undefined || hosted.has(name) || owner.signal.aborted) return;
    const host = new HostedService({
      service,
      environment: { ...environment, ...own },
      onReady: () => reportToParent({ type: 'service-ready', service: name }),
      onFailed: () => reportToParent({ type: 'service-failed', service: name }),
      onStuck: (error) => owner.fail(error),
    });
    hosted.set(name, host);
    void host.run().then(() => {
      running -= 1;
      if (running === 0) owner.finish();
    });
  }

  followRequests((request) => {
    if (request.type === 'start') start(request);
    else hosted.get(request.service)?.restart();
  });
}
