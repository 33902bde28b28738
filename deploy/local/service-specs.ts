import { subgraphs } from '#schema/subgraphs.ts';
import type { CertificatePaths } from '../certificates/certificate-folder.ts';
import type { Context } from '../system/database-roles.ts';
import type { ServiceSettings, SystemService } from '../system/service.ts';
import { identityProvider, type PortVariable, services, systemGraph } from '../system/services.ts';
import type { TokenScopes } from '../system/token-scopes.ts';
import { toWatchedServices } from '../system/watched-services.ts';

/** One service as it is started. */
export interface ServiceSpec {
  readonly name: string;
  /** Its own variables, which no other service reads, beyond the environment that all share. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface SpecSettings {
  readonly ports: Readonly<Record<PortVariable, number>>;
  readonly dataFolder: string;
  readonly issuer: string;
  readonly audience: string;
  readonly scopes: TokenScopes;
  /** The database's URL with the role of each context. */
  readonly databaseUrls: Readonly<Record<Context, string>>;
  readonly sessionSecret: string;
  /** Signs the links by which customers read invoices. */
  readonly portalKey: string;
  readonly sellerFile: string;
  /** Of the client by which billing reserves stock. */
  readonly billingSecret: string;
  /** Of the client by which people are administered. */
  readonly peopleSecret: string;
  /** A key of the registry with all rights. */
  readonly registryAdminKey: string;
  /** A key of the registry for gateways. */
  readonly registryGatewayKey: string;
  /** A key of the registry for processes of subgraphs. */
  readonly registryInstanceKey: string;
  /** True if GraphiQL has been built. */
  readonly hasPlayground: boolean;
  /** True if the page of `dashboard/` has been built. */
  readonly hasPage: boolean;
  /** A manifest of the documents of the demo, if the gateway needs one. */
  readonly demoManifest: string | undefined;
  /** The files of certificates, if all connections are over TLS. */
  readonly certificates?: CertificatePaths | undefined;
}

const loopback = '127.0.0.1';

/** The embedded identity provider, which starts before there is a database. */
export function toIdentitySpec(settings: Omit<SpecSettings, 'databaseUrls'>): ServiceSpec {
  return toSpec(identityProvider, settings, { databaseUrls: {}, started: [] });
}

/** Services as they are started. */
export function toServiceSpecs(started: readonly SystemService[], settings: SpecSettings): ServiceSpec[] {
  const { databaseUrls } = settings;
  return started.map((service) => toSpec(service, settings, { databaseUrls, started }));
}

function toSpec(
  service: SystemService,
  settings: Omit<SpecSettings, 'databaseUrls'>,
  {
    databaseUrls,
    started,
  }: {
    readonly databaseUrls: Readonly<Record<string, string>>;
    readonly started: readonly SystemService[];
  },
): ServiceSpec {
  const { name, port, hostVariable = 'HOST', verifiesTokens, databaseVariables } = service;
  const url = databaseUrls[service.sharesRoleOf ?? name] ?? '';
  return {
    name,
    environment: {
      [hostVariable]: loopback,
      [port.variable]: String(toPort(service, settings)),
      ...(settings.certificates && toTlsEnvironment(service, settings.certificates)),
      ...(verifiesTokens && {
        OIDC_ISSUER: settings.issuer,
        OIDC_AUDIENCE: settings.audience,
        OIDC_SCOPE_CLAIMS: settings.scopes.claims,
        OIDC_DEFAULT_SCOPES: settings.scopes.byDefault,
      }),
      ...Object.fromEntries(databaseVariables.map((variable) => [variable, url])),
      ...(subgraphs.some((subgraph) => subgraph.name === name) && toInstanceEnvironment(settings)),
      ...service.environment?.(toServiceSettings(settings, started)),
    },
  };
}

/** A process of a subgraph registers where it is, at the address that it listens on. */
function toInstanceEnvironment({
  ports,
  registryInstanceKey,
  certificates,
}: Pick<SpecSettings, 'ports' | 'registryInstanceKey' | 'certificates'>): Readonly<Record<string, string>> {
  return {
    REGISTRY_URL: `${toScheme(certificates)}://${loopback}:${ports.REGISTRY_PORT}`,
    REGISTRY_GRAPH: systemGraph,
    REGISTRY_INSTANCE_KEY: registryInstanceKey,
  };
}

/** The variables by which a service is known to others, and knows those that it accepts. */
function toTlsEnvironment(
  { name, accepts }: Pick<SystemService, 'name' | 'accepts'>,
  { ca, crl, of }: CertificatePaths,
): Readonly<Record<string, string>> {
  const { certificate, key } = of(name);
  return {
    TLS_CERTIFICATE_FILE: certificate,
    TLS_KEY_FILE: key,
    TLS_CA_FILE: ca,
    TLS_CRL_FILE: crl,
    ...(accepts !== 'anybody' && { TLS_CLIENT_CA_FILE: ca, TLS_CLIENT_NAMES: accepts.join(',') }),
  };
}

function toScheme(certificates: CertificatePaths | undefined): 'http' | 'https' {
  return certificates === undefined ? 'http' : 'https';
}

function toServiceSettings(
  settings: Omit<SpecSettings, 'databaseUrls'>,
  started: readonly SystemService[],
): ServiceSettings {
  const scheme = toScheme(settings.certificates);
  const toOrigin = (name: string) => {
    const service = services.find((one) => one.name === name);
    if (service === undefined) throw new Error(`There is no service ${name}.`);
    return `${scheme}://${loopback}:${toPort(service, settings)}`;
  };
  return {
    ...settings,
    scheme,
    gatewayPort: settings.ports.GATEWAY_PORT,
    watchedServices: toWatchedServices(started, toOrigin),
    toGraphqlUrl: (name) => `${toOrigin(name)}/graphql`,
  };
}

function toPort({ port }: SystemService, { ports }: Pick<SpecSettings, 'ports'>): number {
  return (ports as Readonly<Record<string, number>>)[port.variable] ?? port.default;
}
