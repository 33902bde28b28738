import type { Context } from '../system/database-roles.ts';
import type { ServiceSettings, SystemService } from '../system/service.ts';
import { identityProvider, type PortVariable, services } from '../system/services.ts';

/** One process of the system. */
export interface ProcessSpec {
  readonly name: string;
  /** The program, from the project's folder; `docker-compose.yml` starts the same. */
  readonly file: string;
  /** What it is told beyond the environment that all share. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ProcessSettings {
  readonly ports: Readonly<Record<PortVariable, number>>;
  readonly dataFolder: string;
  readonly issuer: string;
  readonly audience: string;
  /** The database's URL with the role of each context. */
  readonly databaseUrls: Readonly<Record<Context, string>>;
  readonly sessionSecret: string;
  /** Whether GraphiQL has been built. */
  readonly hasPlayground: boolean;
  /** Whether invoices are simulated. */
  readonly hasSimulator: boolean;
}

const loopback = '127.0.0.1';

/** The process of the embedded identity provider, which starts before there is a database. */
export function toIdentityProcess(settings: Omit<ProcessSettings, 'databaseUrls'>): ProcessSpec {
  return toProcess(identityProvider, settings, {});
}

/** The processes of all services in the order of the manifest: the gateway is last. */
export function toServiceProcesses(settings: ProcessSettings): ProcessSpec[] {
  return services
    .filter(({ name }) => name !== 'simulator' || settings.hasSimulator)
    .map((service) => toProcess(service, settings, settings.databaseUrls));
}

function toProcess(
  service: SystemService,
  settings: Omit<ProcessSettings, 'databaseUrls'>,
  databaseUrls: Readonly<Record<string, string>>,
): ProcessSpec {
  const { name, program, port, hostVariable = 'HOST', verifiesTokens, databaseVariables } = service;
  const url = databaseUrls[service.sharesRoleOf ?? name] ?? '';
  return {
    name,
    file: program,
    environment: {
      [hostVariable]: loopback,
      [port.variable]: String(toPort(service, settings)),
      ...(verifiesTokens && { OIDC_ISSUER: settings.issuer, OIDC_AUDIENCE: settings.audience }),
      ...Object.fromEntries(databaseVariables.map((variable) => [variable, url])),
      ...service.environment?.(toServiceSettings(settings)),
    },
  };
}

function toServiceSettings(settings: Omit<ProcessSettings, 'databaseUrls'>): ServiceSettings {
  return {
    ...settings,
    gatewayPort: settings.ports.GATEWAY_PORT,
    toGraphqlUrl: (name) => {
      const service = services.find((one) => one.name === name);
      if (service === undefined) throw new Error(`There is no service ${name}.`);
      return `http://${loopback}:${toPort(service, settings)}/graphql`;
    },
  };
}

function toPort({ port }: SystemService, { ports }: Pick<ProcessSettings, 'ports'>): number {
  return (ports as Readonly<Record<string, number>>)[port.variable] ?? port.default;
}
