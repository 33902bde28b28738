import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { PortVariable } from '../system/services.ts';
import { startChild } from './child.ts';
import type { LauncherConfiguration } from './configuration.ts';
import { openCompileCache, resetDataFolder } from './data-folder.ts';
import { describeDataFolderError } from './data-folder-error.ts';
import { openDatabases } from './databases.ts';
import { createLogDisk } from './log-disk.ts';
import { openOutput, type ProcessOutput } from './output.ts';
import { assertPortsFree } from './ports.ts';
import { type ProcessSpec, toIdentityProcess, toServiceProcesses } from './processes.ts';
import type { Progress } from './progress.ts';
import { claimDataFolder } from './run-file.ts';
import { loadSecrets } from './secrets.ts';
import { type Supervisor, superviseProcess } from './supervisor.ts';

export interface SystemOptions {
  /** The project's folder. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly owner: Owner;
  readonly isVerbose: boolean;
  /** Whether what an earlier run kept is deleted first. */
  readonly isReset: boolean;
  /** Shows a line to the person at the terminal. */
  readonly print: (line: string) => void;
  /** Shows each step. */
  readonly progress: Progress;
}

/** What a started system is reached by. */
export interface System {
  readonly gatewayUrl: string;
  readonly hasPlayground: boolean;
}

/** A process of a launcher that was killed ends by itself within this time (platform/process). */
const abandonedEndWithinMs = 16_000;
const answerWithinMs = 30_000;

/**
 * Starts the whole system: the identity provider beside the database, then subgraphs and gateway side by side. All of it
 * is handed to the owner, which ends it in reverse order.
 *
 * @throws {CodedError} that says to a person what stands in the way.
 */
export async function startSystem(
  configuration: LauncherConfiguration,
  options: SystemOptions,
): Promise<System> {
  try {
    return await startParts(configuration, options);
  } catch (error) {
    throw describeDataFolderError(error, configuration.dataFolder) ?? error;
  }
}

async function startParts(configuration: LauncherConfiguration, options: SystemOptions): Promise<System> {
  const { owner, print, progress, root } = options;
  const { dataFolder, ports, issuer, audience, givenIssuer, hasSimulator } = configuration;
  const claim = await claimDataFolder(dataFolder);
  owner.own('claim on the data folder', claim.release);
  if (claim.wasAbandoned) print('The last run was killed; making sure that its processes are gone.');
  await assertPortsFree(toOwnPorts(configuration), {
    waitMs: claim.wasAbandoned ? abandonedEndWithinMs : 0,
    signal: owner.signal,
  });
  if (options.isReset) await resetDataFolder(dataFolder);

  const secrets = await loadSecrets(dataFolder);
  const hasPlayground = await isThere(join(root, 'gateway/playground/dist/index.html'));
  const settings = {
    ports,
    dataFolder,
    issuer,
    audience,
    hasPlayground,
    hasSimulator,
    sessionSecret: secrets.session,
  };
  const logs = join(dataFolder, 'logs');
  const disk = createLogDisk(logs, options.print);
  const open = (name: string) => openOutput(name, { ...options, folder: logs, disk });
  const start = (spec: ProcessSpec) =>
    progress.follow(spec.name, startProcess(spec, open(spec.name), configuration, options));

  const database = configuration.databaseUrl === undefined ? 'PostgreSQL' : 'your PostgreSQL';
  const provider = givenIssuer === undefined ? ' and the identity provider' : '';
  progress.say(`starting with ${database}${provider}; their logs are in ${logs}`);
  const [identity, databaseUrls] = await bothOrNone(
    givenIssuer === undefined ? start(toIdentityProcess(settings)) : undefined,
    progress.follow(database, openDatabases(configuration, secrets, { owner, openOutput: open })),
  );
  if (identity !== undefined) owner.own('identity provider', identity.stop);
  const specs = toServiceProcesses({ ...settings, databaseUrls });
  progress.say(`starting ${specs.map(({ name }) => name).join(', ')}`);
  const services = await allOrNone(specs.map(start));
  const gateway = services.pop();
  owner.own('services', () => Promise.all(services.map((service) => service.stop())));
  owner.own('gateway', () => gateway?.stop());
  const address = `http://localhost:${ports.GATEWAY_PORT}`;
  const gatewayUrl = `${address}/graphql`;
  await claim.announce({
    statisticsDatabaseUrl: databaseUrls.statistics,
    batchDatabaseUrl: databaseUrls.batch,
    gatewayUrl,
    issuer,
    seller: configuration.seller,
  });
  await waitUntilReady(`${address}/readyz`, owner.signal);
  return { gatewayUrl, hasPlayground };
}

/** The ports of what is started here; a server of the user's own is none of it. */
function toOwnPorts({ ports, databaseUrl, givenIssuer, hasSimulator }: LauncherConfiguration) {
  const isOwn = ([variable]: [string, number]) =>
    !(variable === 'SIMULATOR_PORT' && !hasSimulator) &&
    !(variable === 'DATABASE_PORT' && databaseUrl !== undefined) &&
    !(variable === 'OIDC_PORT' && givenIssuer !== undefined);
  return Object.fromEntries(Object.entries(ports).filter(isOwn)) as Partial<Record<PortVariable, number>>;
}

async function startProcess(
  spec: ProcessSpec,
  output: ProcessOutput,
  { dataFolder, logLevel }: LauncherConfiguration,
  { root, environment, owner, print }: SystemOptions,
): Promise<Supervisor> {
  owner.own(`log of ${spec.name}`, output.close);
  const { DATABASE_URL: _ownersUrl, ...inherited } = environment;
  const compileCache = await openCompileCache(dataFolder, spec.name, environment);
  return superviseProcess({
    name: spec.name,
    signal: owner.signal,
    startChild: () =>
      startChild(spec, {
        root,
        environment: { ...inherited, LOG_LEVEL: logLevel, ...compileCache },
        onOutput: output.write,
      }),
    print,
  });
}

/** Waits for all; when one fails, those that succeeded are stopped, and the first failure is thrown. */
async function allOrNone(starting: readonly Promise<Supervisor>[]): Promise<Supervisor[]> {
  const settled = await Promise.allSettled(starting);
  const failure = settled.find((result) => result.status === 'rejected');
  const started = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failure === undefined) return started;
  await Promise.all(started.map((supervisor) => supervisor.stop()));
  throw failure.reason;
}

async function bothOrNone<Other>(
  process: Promise<Supervisor> | undefined,
  other: Promise<Other>,
): Promise<[Supervisor | undefined, Other]> {
  const [started, opened] = await Promise.allSettled([process, other]);
  if (started.status === 'fulfilled' && opened.status === 'fulfilled') return [started.value, opened.value];
  if (started.status === 'fulfilled') await started.value?.stop();
  throw started.status === 'rejected' ? started.reason : (opened as PromiseRejectedResult).reason;
}

async function waitUntilReady(url: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = Date.now() + answerWithinMs;
  let report = 'it does not answer';
  while (Date.now() < giveUpAt) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
      report = await answer.text();
      if (answer.ok) return;
    } catch {
      signal.throwIfAborted();
    }
    await delay(50, undefined, { signal });
  }
  throw new CodedError('NOT_READY', `${url} is not ready after ${answerWithinMs / 1_000} s: ${report}`);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
