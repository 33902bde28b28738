import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provisionDatabase } from '#platform/database/provision.ts';
import { prepareEventLog } from '#platform/event-log/postgres/prepare-event-log.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import type { Random } from '#platform/testing/random.ts';
import type { ProcessSpec } from '../../deploy/local/child.ts';
import { openLogFile } from '../../deploy/local/log-file.ts';
import { type ServiceSpec, toIdentitySpec, toServiceSpecs } from '../../deploy/local/service-specs.ts';
import { type Context, contexts, databaseRoles } from '../../deploy/system/database-roles.ts';
import {
  developmentBillingSecret,
  developmentPeopleSecret,
} from '../../deploy/system/development-secrets.ts';
import {
  identityProvider,
  type PortVariable,
  portVariables,
  services,
} from '../../deploy/system/services.ts';
import { usualScopes } from '../../deploy/system/token-scopes.ts';
import { type Process, startProcess, toVictim, type Victim } from '../event-path/victims.ts';
import { type SystemAddresses, toAddresses } from '../running-system.ts';

/** Everything that an invoice needs from draft to its end: a server, the subgraphs, two processes of billing, the relay. */
export interface LifeSystem {
  /** The database with the role that sees all of it. */
  readonly adminUrl: string;
  readonly addresses: SystemAddresses;
  /** The GraphQL addresses of the processes of billing. */
  readonly billingUrls: readonly string[];
  /** Each process writes there what it says. */
  readonly folder: string;
  readonly processes: readonly Process[];
  /** The parts that may be killed: all but the identity provider and the customer service. */
  readonly victims: readonly Victim[];
  /** Ends all of it; the folder with what the processes said stays when asked for. */
  close(keepsLogs: boolean): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const usualServices: readonly string[] = ['customer', 'product', 'billing', 'relay'];
const mostAwayMs = 2_000;
const retentionMs = 86_400_000;

export interface LifeSystemOptions {
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Default: those for invoices whose goods have a stock. */
  readonly services?: readonly string[];
  /** Default: two. */
  readonly billings?: 1 | 2;
  /** Variables of billing besides those of the manifest. */
  readonly billingEnvironment?: Readonly<Record<string, string>>;
}

/** Starts the server and the processes, each by its own command as a container does, and waits until all are ready. */
export async function startLifeSystem(options: LifeSystemOptions): Promise<LifeSystem> {
  const { random, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'facturation-invoice-life-'));
  const closes: (() => Promise<unknown>)[] = [
    () => rm(join(folder, 'data'), { recursive: true, force: true }),
  ];
  const close = async (keepsLogs: boolean) => {
    for (const closeOne of closes.splice(0).reverse()) await closeOne();
    if (!keepsLogs) await rm(folder, { recursive: true, force: true });
  };
  try {
    // As it is set up by default: what is committed is on the disk.
    const postgres = await startKillablePostgres({ max_connections: '200' });
    closes.push(() => postgres.stop());
    const specs = await describeProcesses(folder, postgres.url, options);
    const processes: Process[] = [];
    for (const spec of specs.processes) {
      const logFile = openLogFile(join(folder, `${spec.name}.log`));
      const process = await startProcess(spec, { root, logFile, signal });
      closes.push(async () => {
        await process.stop();
        logFile.close();
      });
      processes.push(process);
    }
    const victims = processes.filter(({ name }) => !['identity', 'customer'].includes(name));
    const server = toVictim('PostgreSQL', postgres, () => random.below(mostAwayMs));
    return { ...specs, adminUrl: postgres.url, folder, processes, victims: [...victims, server], close };
  } catch (error) {
    await close(false);
    throw error;
  }
}

/** The processes in the order of their start, and where they listen. */
async function describeProcesses(
  folder: string,
  databaseUrl: string,
  { services: names = usualServices, billings = 2, billingEnvironment = {} }: LifeSystemOptions,
) {
  const urls = await provisionDatabase(
    databaseUrl,
    contexts.map((name) => ({ ...databaseRoles[name], name, password: 'test' })),
  );
  const databaseUrls = urls as Record<Context, string>;
  await prepareEventLog(databaseUrls.event_log, retentionMs);
  const ports = Object.fromEntries(
    await Promise.all(portVariables.map(async ({ variable }) => [variable, await findFreePort()])),
  ) as Record<PortVariable, number>;
  const environment = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const addresses = toAddresses({ ...environment, DATA_DIR: folder });
  const settings = {
    ports,
    dataFolder: join(folder, 'data'),
    issuer: addresses.issuer,
    audience: 'facturation-api',
    scopes: usualScopes,
    sessionSecret: '',
    portalKey: randomUUID(),
    sellerFile: join(root, 'deploy/system/example-seller.json'),
    billingSecret: developmentBillingSecret,
    registryAdminKey: randomUUID(),
    registryGatewayKey: randomUUID(),
    registryInstanceKey: randomUUID(),
    peopleSecret: developmentPeopleSecret,
    hasPlayground: false,
    hasPage: false,
    demoManifest: undefined,
  };
  const started = services.filter(({ name }) => names.includes(name));
  const specs = toServiceSpecs(started, { ...settings, databaseUrls });
  const processes = [toIdentitySpec(settings), ...specs].map(toProcessSpec).map((spec) => {
    if (spec.name !== 'billing') return spec;
    return { ...spec, environment: { ...spec.environment, ...billingEnvironment } };
  });
  const billingUrls = [addresses.subgraphUrl('billing')];
  if (billings === 1) return { addresses, billingUrls, processes };
  const billing = processes.find(({ name }) => name === 'billing');
  if (billing === undefined) throw new Error('The manifest has no billing.');
  const secondPort = String(await findFreePort());
  const second = {
    ...billing,
    name: 'second billing',
    environment: { ...billing.environment, BILLING_PORT: secondPort },
  };
  billingUrls.push(`http://localhost:${secondPort}/graphql`);
  return { addresses, billingUrls, processes: [...processes, second] };
}

function toProcessSpec({ name, environment }: ServiceSpec): ProcessSpec {
  const service = [identityProvider, ...services].find((one) => one.name === name);
  if (service === undefined) throw new Error(`The manifest has no ${name}.`);
  return { name, file: service.program, environment };
}
