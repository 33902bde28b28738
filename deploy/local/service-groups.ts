import type { Owner } from '#platform/process/owner.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { within } from '#platform/waiting/within.ts';
import type { GroupName, SystemService } from '../system/service.ts';
import type { LauncherConfiguration } from './configuration.ts';
import { openCompileCache } from './data-folder.ts';
import { toGroupOutput } from './group-output.ts';
import type { LogOutput } from './output.ts';
import { ServiceGroup } from './service-group.ts';
import type { ServiceSpec } from './service-specs.ts';

/** The processes of the system. */
export interface ServiceGroups {
  /**
   * Starts a service in the process of its group.
   *
   * @throws {CodedError} PROCESS_FAILED if it does not become ready
   */
  start(service: ServiceSpec): Promise<void>;
  /** Ends all processes; the last one of the manifest, the gateway, has a lead, as it asks the others. */
  stop(): Promise<void>;
}

export interface ServiceGroupsOptions {
  readonly configuration: LauncherConfiguration;
  /** The project's folder. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly owner: Owner;
  readonly print: (line: string) => void;
  readonly openLog: (name: string) => LogOutput;
}

/** Starts a process for each group of services, which loads their code while the database starts. */
export async function openGroups(
  services: readonly SystemService[],
  options: ServiceGroupsOptions,
): Promise<ServiceGroups> {
  const { owner, openLog } = options;
  const logs = new Map<string, LogOutput>();
  const findLog = (name: string): LogOutput => {
    const log = logs.get(name) ?? openLog(name);
    if (!logs.has(name)) owner.own(`log of ${name}`, log.close);
    logs.set(name, log);
    return log;
  };
  const groups = new Map<GroupName, ServiceGroup>();
  for (const [name, members] of Map.groupBy(services, ({ group }) => group))
    groups.set(name, await openGroup(name, members, findLog, options));

  return {
    async start(spec) {
      const service = services.find(({ name }) => name === spec.name);
      const group = service && groups.get(service.group);
      if (group === undefined) throw new Error(`There is no process for ${spec.name}.`);
      await group.start(spec);
    },
    async stop() {
      const [first, ...others] = [...groups.values()].toReversed();
      const leading = first?.stop() ?? Promise.resolve();
      await within(leading, closeDeadlines.leadMs);
      await Promise.all([leading, ...others.map((group) => group.stop())]);
    },
  };
}

async function openGroup(
  name: GroupName,
  services: readonly SystemService[],
  findLog: (name: string) => LogOutput,
  { configuration, environment, owner, print, root }: ServiceGroupsOptions,
): Promise<ServiceGroup> {
  const { DATABASE_URL: _ownersUrl, ...inherited } = environment;
  const { dataFolder, logLevel } = configuration;
  const names = services.map((service) => service.name);
  const output = toGroupOutput(Object.fromEntries(names.map((one) => [one, findLog(one)])), findLog(name));
  return new ServiceGroup({
    name,
    services: names,
    root,
    environment: {
      ...inherited,
      LOG_LEVEL: logLevel,
      ...(await openCompileCache(dataFolder, name, environment)),
    },
    onOutput: output.write,
    print,
    signal: owner.signal,
  });
}
