import { CodedError } from '#platform/errors/coded-error.ts';
import type { ProcessReport } from '#platform/process/messages.ts';
import { unlessAborted } from '#platform/waiting/unless-aborted.ts';
import type { GroupName } from '../system/service.ts';
import { type Child, type Exit, startChild } from './child.ts';
import type { ServiceSpec } from './service-specs.ts';
import { describeExit, type Supervisor, superviseProcess } from './supervisor.ts';

export interface ServiceGroupOptions {
  readonly name: GroupName;
  /** The names of its services. */
  readonly services: readonly string[];
  /** The project's folder. */
  readonly root: string;
  /** The environment of the process, which all its services share. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onOutput: (text: string) => void;
  readonly print: (line: string) => void;
  /** Ends the group while it starts; afterwards `stop` does. */
  readonly signal: AbortSignal;
}

/** One process that runs several services. It is started at once, and loads their code while their variables are not known. */
export class ServiceGroup {
  readonly #options: ServiceGroupOptions;
  readonly #stopping = new AbortController();
  readonly #services = new Map<string, ServiceSpec>();
  /** Services that have not been ready yet. */
  readonly #starting = new Map<string, PromiseWithResolvers<void>>();
  readonly #supervisor: Promise<Supervisor>;
  /** The process once it takes requests. */
  #loaded: Child | undefined;

  constructor(options: ServiceGroupOptions) {
    this.#options = options;
    const { name, services, print, signal } = options;
    this.#supervisor = superviseProcess({
      name: services.length > 1 ? `the process of ${services.join(', ')}` : name,
      startChild: () => this.#startChild(),
      print,
      signal: AbortSignal.any([signal, this.#stopping.signal]),
      isQuietOnceReady: true,
    });
    this.#supervisor.catch(() => {});
  }

  get name(): GroupName {
    return this.#options.name;
  }

  /**
   * Starts a service in the process, and again whenever the process is started again.
   *
   * @throws {CodedError} PROCESS_FAILED if it or the process does not become ready the first time
   */
  async start(service: ServiceSpec): Promise<void> {
    const starting = Promise.withResolvers<void>();
    this.#starting.set(service.name, starting);
    this.#services.set(service.name, service);
    if (this.#loaded !== undefined) sendStart(this.#loaded, service);
    await unlessAborted(
      Promise.all([this.#supervisor, starting.promise]).then(() => {}),
      this.#options.signal,
    );
  }

  /** Ends the process and does not start it again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const supervisor = await this.#supervisor.catch(() => undefined);
    await supervisor?.stop();
  }

  #startChild(): Child {
    const { name, services, root, environment, onOutput } = this.#options;
    const child = startChild(
      { name, file: 'deploy/local/group.ts', arguments: [name, ...services], environment: {} },
      { root, environment, onOutput, onReport: (report) => this.#follow(child, report) },
    );
    void child.exited.then((exit) => this.#end(child, exit));
    return child;
  }

  #follow(child: Child, report: ProcessReport): void {
    if (report.type === 'ready') {
      this.#loaded = child;
      for (const service of this.#services.values()) sendStart(child, service);
      return;
    }
    const { service } = report;
    const starting = this.#starting.get(service);
    if (report.type === 'service-failed') {
      starting?.reject(new CodedError('PROCESS_FAILED', `${service} could not start.`));
    } else if (starting === undefined) {
      this.#options.print(`${service} is running again`);
    } else {
      this.#starting.delete(service);
      starting.resolve();
    }
  }

  #end(child: Child, exit: Exit): void {
    if (this.#loaded === child) this.#loaded = undefined;
    for (const [service, starting] of this.#starting) {
      starting.reject(
        new CodedError('PROCESS_FAILED', `${service} could not start (${describeExit(exit)}).`),
      );
    }
  }
}

function sendStart(child: Child, { name, environment }: ServiceSpec): void {
  child.send({ type: 'start', service: name, environment });
}
