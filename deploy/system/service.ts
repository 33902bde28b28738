import type { ContextRole } from '#platform/database/provision.ts';

/** The rights of a login role outside its own schema. */
export type RoleRights = Omit<ContextRole, 'name' | 'password'>;

/** The settings from which the environment of a service is computed. */
export interface ServiceSettings {
  readonly dataFolder: string;
  readonly sessionSecret: string;
  /** Signs the links by which customers read invoices. */
  readonly portalKey: string;
  /** The JSON file with the data of the seller. */
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
  /** A manifest of the documents by which the demo is loaded, if the gateway needs one. */
  readonly demoManifest?: string | undefined;
  readonly issuer: string;
  /** Of all addresses within the system, and of the gateway's own: `https` if everything speaks TLS. */
  readonly scheme: 'http' | 'https';
  /** The port of the gateway. */
  readonly gatewayPort: number;
  /** The addresses that say if services beside the subgraphs work, by name. */
  readonly watchedServices: Readonly<Record<string, string>>;
  /** The GraphQL address of a subgraph. */
  toGraphqlUrl(subgraph: string): string;
}

/** The processes of `npm start`, in the order of the manifest; the last one stops first. */
export type GroupName = 'services' | 'billing' | 'gateway';

/** One service of the system, described once: whatever starts, provisions, checks or documents it reads this. */
export interface SystemService {
  readonly name: string;
  /** The name that messages to people use, for example `the sink`. */
  readonly title: string;
  /** The program that runs it alone, from the project's folder: containers start it. */
  readonly program: string;
  /** The process of `npm start` that runs it, beside others of the same group. */
  readonly group: GroupName;
  readonly port: { readonly variable: string; readonly default: number };
  /** The variable of the address that it listens on. Default `HOST`. */
  readonly hostVariable?: string;
  /** True if it verifies access tokens. It then gets the variables of the issuer and the audience. */
  readonly verifiesTokens: boolean;
  /**
   * The clients that it accepts over TLS, by names in their certificates; `anybody` needs no certificate, as people with a browser
   * have none.
   */
  readonly accepts: 'anybody' | readonly string[];
  /** The variables that take the database's URL with the service's role. */
  readonly databaseVariables: readonly ('DATABASE_URL' | 'EVENT_LOG_DATABASE_URL')[];
  /** The role of another service that it shares. Without it the service owns the role of its own name. */
  readonly sharesRoleOf?: string;
  /** The rights of the role that it owns. */
  readonly rights?: RoleRights;
  /** Further variables. */
  readonly environment?: (settings: ServiceSettings) => Readonly<Record<string, string>>;
}
