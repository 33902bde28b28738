import type { ContextRole } from '#platform/database/provision.ts';

/** What a login role may do besides owning its schema. */
export type RoleRights = Omit<ContextRole, 'name' | 'password'>;

/** What the environment of a service may depend on. */
export interface ServiceSettings {
  readonly dataFolder: string;
  readonly sessionSecret: string;
  /** Whether GraphiQL has been built. */
  readonly hasPlayground: boolean;
  /** The port of the gateway. */
  readonly gatewayPort: number;
  /** The GraphQL address of a subgraph. */
  toGraphqlUrl(subgraph: string): string;
}

/** One service of the system, described once: whatever starts, provisions, checks or documents it reads this. */
export interface SystemService {
  readonly name: string;
  /** What listens on its port, as people are told. */
  readonly title: string;
  /** The program, from the project's folder. */
  readonly program: string;
  readonly port: { readonly variable: string; readonly default: number };
  /** The variable of the address that it listens on. Default `HOST`. */
  readonly hostVariable?: string;
  /** Whether it verifies access tokens, so that it is told the issuer and the audience. */
  readonly verifiesTokens: boolean;
  /** The variables that take the database's URL with the service's role. */
  readonly databaseVariables: readonly ('DATABASE_URL' | 'EVENT_LOG_DATABASE_URL')[];
  /** The role of another service that it shares. Without it the service owns the role of its own name. */
  readonly sharesRoleOf?: string;
  /** The rights of the role that it owns. */
  readonly rights?: RoleRights;
  /** Further variables. */
  readonly environment?: (settings: ServiceSettings) => Readonly<Record<string, string>>;
}
