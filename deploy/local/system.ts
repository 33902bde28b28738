import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import { describeError } from '#platform/log/log-error.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { writeDemoManifest } from '../demo/trust-documents.ts';
import { publishSystemSubgraphs } from '../system/publish-subgraphs.ts';
import { identityProvider, type PortVariable, services } from '../system/services.ts';
import type { LauncherConfiguration } from './configuration.ts';
import { resetDataFolder } from './data-folder.ts';
import { describeDataFolderError } from './data-folder-error.ts';
import { openDatabases } from './databases.ts';
import { openEncryption } from './encryption.ts';
import { createLogDisk } from './log-disk.ts';
import { openLogOutput, openOutput } from './output.ts';
import { assertPortsFree } from './ports.ts';
import type { Progress } from './progress.ts';
import { claimDataFolder } from './run-file.ts';
import { loadSecrets } from './secrets.ts';
import { openGroups, type ServiceGroups } from './service-groups.ts';
import { type ServiceSpec, toIdentitySpec, toServiceSpecs } from './service-specs.ts';

export interface SystemOptions {
  /** The project's folder. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly owner: Owner;
  readonly isVerbose: boolean;
  /** True if the data of earlier runs is deleted first. */
  readonly isReset: boolean;
  /** Shows a line to the person at the terminal. */
  readonly print: (line: string) => void;
  /** Shows each step. */
  readonly progress: Progress;
}

/** The addresses of a started system. */
export interface System {
  readonly gatewayUrl: string;
  readonly hasPlayground: boolean;
  readonly hasPage: boolean;
  /** The certificate of the authority that clients must trust, if everything speaks TLS. */
  readonly authorityFile: string | undefined;
}

const answerWithinMs = 60_000;

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
  const { dataFolder, ports, issuer, audience, givenIssuer, hasSimulator, billingSecret, peopleSecret } =
    configuration;
  const { demoManifest } = configuration;
  const claim = await claimDataFolder(dataFolder);
  owner.own('claim on the data folder', claim.release);
  if (claim.wasAbandoned) print('The last run was killed; making sure that its processes are gone.');
  await assertPortsFree(toOwnPorts(configuration), {
    waitMs: claim.wasAbandoned ? closeDeadlines.processEndMs : 0,
    signal: owner.signal,
  });
  if (options.isReset) await resetDataFolder(dataFolder);

  const { tlsFolder } = configuration;
  const encryption = tlsFolder === undefined ? undefined : await openEncryption(tlsFolder, options);
  const certificates = encryption?.certificates;
  const secrets = await loadSecrets(dataFolder);
  if (demoManifest !== undefined) await writeDemoManifest(demoManifest, true);
  const hasPlayground = await isThere(join(root, 'gateway/playground/dist/index.html'));
  const hasPage = await isThere(join(root, 'dashboard/dist/index.html'));
  const settings = {
    ports,
    dataFolder,
    issuer,
    audience,
    scopes: configuration.scopes,
    hasPlayground,
    hasPage,
    demoManifest,
    sessionSecret: secrets.session,
    portalKey: secrets.portal,
    sellerFile: configuration.sellerFile,
    billingSecret,
    peopleSecret,
    registryAdminKey: secrets.registryAdmin,
    registryGatewayKey: secrets.registryGateway,
    registryInstanceKey: secrets.registryInstance,
    certificates,
  };
  const logs = join(dataFolder, 'logs');
  const outputOptions = { ...options, folder: logs, disk: createLogDisk(logs, options.print) };
  const hasOwnProvider = givenIssuer === undefined;
  const started = services.filter(({ name }) => name !== 'simulator' || hasSimulator);
  const groups = await openGroups([...(hasOwnProvider ? [identityProvider] : []), ...started], {
    ...options,
    environment: { ...options.environment, ...encryption?.environment },
    configuration,
    openLog: (name) => openLogOutput(name, outputOptions),
  });
  const start = (spec: ServiceSpec) => progress.follow(spec.name, groups.start(spec));
  const database = configuration.databaseUrl === undefined ? 'PostgreSQL' : 'your PostgreSQL';
  progress.say(
    `starting with ${database}${hasOwnProvider ? ' and the identity provider' : ''}; their logs are in ${logs}`,
  );
  const opening = openDatabases(configuration, secrets, {
    owner,
    openOutput: (name) => openOutput(name, outputOptions),
    certificates,
  });
  const providing = hasOwnProvider ? start(toIdentitySpec(settings)) : undefined;
  providing?.catch(() => {});
  const databaseUrls = await orStop(groups, progress.follow(database, opening));
  // After the database, so that they stop before it.
  owner.own('services', () => groups.stop());
  const specs = toServiceSpecs(started, { ...settings, databaseUrls });
  progress.say(`starting ${specs.map(({ name }) => name).join(', ')}`);
  await orStop(groups, Promise.all([providing, ...specs.map(start)]));
  const scheme = certificates === undefined ? 'http' : 'https';
  const address = `${scheme}://localhost:${ports.GATEWAY_PORT}`;
  const gatewayUrl = `${address}/graphql`;
  const registry = { url: `${scheme}://127.0.0.1:${ports.REGISTRY_PORT}`, key: secrets.registryAdmin };
  await claim.announce({
    statisticsDatabaseUrl: databaseUrls.statistics,
    batchDatabaseUrl: databaseUrls.batch,
    auditDatabaseUrl: databaseUrls.audit,
    registryDatabaseUrl: databaseUrls.registry,
    registry,
    gatewayUrl,
    issuer,
    authorityFile: certificates?.ca,
    seller: configuration.seller,
  });
  await Promise.all([
    waitUntilReady(`${address}/readyz`, owner.signal),
    publish(registry, encryption?.fetch, options),
  ]);
  return { gatewayUrl, hasPlayground, hasPage, authorityFile: certificates?.ca };
}

/** Publishes the subgraphs of this version. A system without them in its registry is one all the same, so a failure is said and no more. */
async function publish(
  registry: { readonly url: string; readonly key: string },
  send: Fetch | undefined,
  { owner, print }: SystemOptions,
): Promise<void> {
  try {
    await publishSystemSubgraphs(registry, owner.signal, send);
  } catch (error) {
    owner.signal.throwIfAborted();
    print(`The subgraphs could not be published to the registry: ${describeError(error)}`);
  }
}

/** The ports of the processes that are started here, without a server of the user's own. */
function toOwnPorts({ ports, databaseUrl, givenIssuer, hasSimulator }: LauncherConfiguration) {
  const isOwn = ([variable]: [string, number]) =>
    !(variable === 'SIMULATOR_PORT' && !hasSimulator) &&
    !(variable === 'DATABASE_PORT' && databaseUrl !== undefined) &&
    !(variable === 'OIDC_PORT' && givenIssuer !== undefined);
  return Object.fromEntries(Object.entries(ports).filter(isOwn)) as Partial<Record<PortVariable, number>>;
}

/** Waits for work, and stops all processes if it fails. */
async function orStop<Result>(groups: ServiceGroups, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    await groups.stop();
    throw error;
  }
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
