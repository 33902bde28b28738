import { join } from 'node:path';
import { apiKeyPrefix } from '#schema/api-key-prefix.ts';
import { subgraphs } from '#schema/subgraphs.ts';
import { toForwardedRoutes } from './forwarded-routes.ts';
import { playgroundQuery } from './playground-query.ts';
import type { RoleRights, SystemService } from './service.ts';

const pageManifest = 'dashboard/src/generated/persisted-documents.json';

/** The graph ref of the system in its registry. */
export const systemGraph = 'facturation@current';

/** No role takes all connections of the server from the others. */
const usual: RoleRights = { maxConnections: 60 };
const readsLog: RoleRights = { ...usual, groups: ['event_log_reader'] };
/** The relay of its outbox appends to the log. */
const writesLog: RoleRights = { ...usual, groups: ['event_log_writer'] };

/** The embedded identity provider. It needs no database, so it starts at once. */
export const identityProvider = {
  name: 'identity',
  title: 'the identity provider',
  program: 'deploy/identity/main.ts',
  group: 'services',
  port: { variable: 'OIDC_PORT', default: 8080 },
  hostVariable: 'OIDC_HOST',
  accepts: 'anybody',
  verifiesTokens: false,
  databaseVariables: [],
  // Placeholders of the realm file: where a person comes back to after signing in.
  environment: ({ dataFolder, gatewayPort, scheme }) => ({
    DATA_DIR: dataFolder,
    FACTURATION_URL: `${scheme}://localhost:${gatewayPort}`,
    FACTURATION_LOOPBACK_URL: `${scheme}://127.0.0.1:${gatewayPort}`,
    FACTURATION_BACKCHANNEL_LOGOUT_URL: `${scheme}://localhost:${gatewayPort}/auth/backchannel-logout`,
  }),
} as const satisfies SystemService;

/** The subgraphs, what moves invoices on, then the gateway, which is the first to stop. */
export const services = [
  {
    name: 'customer',
    title: 'the subgraph customer',
    program: 'subgraphs/customer/main.ts',
    group: 'services',
    port: { variable: 'CUSTOMER_PORT', default: 4001 },
    accepts: ['gateway', 'billing', 'crm'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: writesLog,
  },
  {
    name: 'product',
    title: 'the subgraph product',
    program: 'subgraphs/product/main.ts',
    group: 'services',
    port: { variable: 'PRODUCT_PORT', default: 4002 },
    accepts: ['gateway', 'billing'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: writesLog,
  },
  {
    name: 'billing',
    title: 'the subgraph billing',
    program: 'subgraphs/billing/main.ts',
    group: 'billing',
    port: { variable: 'BILLING_PORT', default: 4003 },
    accepts: ['gateway', 'crm'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL'],
    // Makes temporary tables for whoever imports invoices through its functions, and its relay appends to the log.
    rights: { ...usual, groups: ['event_log_writer'], makesTemporaryTables: true },
    environment: ({
      billingSecret,
      dataFolder,
      gatewayPort,
      portalKey,
      scheme,
      sellerFile,
      toGraphqlUrl,
    }) => ({
      SELLER_FILE: sellerFile,
      DOCUMENTS_FOLDER: join(dataFolder, 'documents'),
      MAIL_FOLDER: join(dataFolder, 'mail'),
      CUSTOMER_URL: toGraphqlUrl('customer'),
      PRODUCT_URL: toGraphqlUrl('product'),
      CRM_URL: toGraphqlUrl('crm'),
      FACTURATION_BILLING_SECRET: billingSecret,
      PORTAL_KEY: portalKey,
      PLATFORM_FOLDER: join(dataFolder, 'platform'),
      PORTAL_URL: `${scheme}://localhost:${gatewayPort}`,
    }),
  },
  {
    name: 'workspace',
    title: 'the subgraph workspace',
    program: 'subgraphs/workspace/main.ts',
    group: 'services',
    port: { variable: 'WORKSPACE_PORT', default: 4004 },
    accepts: ['gateway'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    // It reads what concerns people's work, and its relay appends entries of the audit.
    rights: { ...usual, groups: ['event_log_reader', 'event_log_writer'] },
    environment: ({ dataFolder, gatewayPort, scheme }) => ({
      MAIL_FOLDER: join(dataFolder, 'mail'),
      PAGE_URL: `${scheme}://localhost:${gatewayPort}`,
    }),
  },
  {
    name: 'people',
    title: 'the subgraph people',
    program: 'subgraphs/people/main.ts',
    group: 'services',
    port: { variable: 'PEOPLE_PORT', default: 4011 },
    accepts: ['gateway'],
    verifiesTokens: true,
    // For a lock and for the audit: the identity provider knows the people.
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: { maxConnections: 20, groups: ['event_log_writer'] },
    environment: ({ peopleSecret }) => ({ FACTURATION_PEOPLE_SECRET: peopleSecret }),
  },
  {
    name: 'audit',
    title: 'the subgraph audit',
    program: 'subgraphs/audit/main.ts',
    group: 'services',
    port: { variable: 'AUDIT_PORT', default: 4013 },
    accepts: ['gateway'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    // It adds to the trail, and owns nothing of it. Its own entries take the way of all others.
    rights: { ...usual, groups: ['event_log_reader', 'event_log_writer', 'audit_trail_writer'] },
  },
  {
    name: 'crm',
    title: 'the subgraph crm',
    program: 'subgraphs/crm/main.ts',
    group: 'services',
    port: { variable: 'CRM_PORT', default: 4014 },
    accepts: ['gateway', 'billing'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: writesLog,
    environment: ({ toGraphqlUrl }) => ({
      CUSTOMER_URL: toGraphqlUrl('customer'),
      BILLING_URL: toGraphqlUrl('billing'),
    }),
  },
  {
    name: 'relay',
    title: 'the relay of invoices',
    program: 'subgraphs/billing/relay/main.ts',
    group: 'services',
    port: { variable: 'RELAY_PORT', default: 4006 },
    accepts: ['gateway'],
    verifiesTokens: false,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    sharesRoleOf: 'billing',
  },
  {
    name: 'sink',
    title: 'the sink',
    program: 'streams/sink/main.ts',
    group: 'services',
    port: { variable: 'SINK_PORT', default: 4005 },
    accepts: 'anybody',
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: readsLog,
    environment: ({ dataFolder }) => ({ SINK_CSV_DIR: join(dataFolder, 'sink') }),
  },
  {
    name: 'statistics',
    title: 'the statistics',
    program: 'streams/statistics/main.ts',
    group: 'billing',
    port: { variable: 'STATISTICS_PORT', default: 4008 },
    accepts: ['gateway'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: readsLog,
  },
  {
    name: 'batch',
    title: 'the subgraph batch',
    program: 'batch/api/main.ts',
    group: 'services',
    port: { variable: 'BATCH_PORT', default: 4009 },
    accepts: ['gateway'],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: writesLog,
    environment: ({ sellerFile }) => ({ SELLER_FILE: sellerFile }),
  },
  {
    // It starts a process for loads while some are asked for.
    name: 'batch-worker',
    title: 'the import workers',
    program: 'batch/worker/main.ts',
    group: 'services',
    port: { variable: 'BATCH_WORKER_PORT', default: 4012 },
    accepts: ['gateway'],
    verifiesTokens: false,
    databaseVariables: ['DATABASE_URL'],
    sharesRoleOf: 'batch',
  },
  {
    name: 'simulator',
    title: 'the simulator',
    program: 'streams/simulator/main.ts',
    group: 'services',
    port: { variable: 'SIMULATOR_PORT', default: 4007 },
    accepts: ['gateway'],
    verifiesTokens: false,
    databaseVariables: ['EVENT_LOG_DATABASE_URL'],
    // It reads once, after a restart: where it left off.
    rights: { ...usual, groups: ['event_log_reader', 'event_log_writer'] },
  },
  {
    name: 'registry',
    title: 'the schema registry',
    program: 'registry/main.ts',
    group: 'services',
    port: { variable: 'REGISTRY_PORT', default: 4020 },
    accepts: ['gateway', 'operator', ...subgraphs.map(({ name }) => name)],
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL'],
    rights: usual,
    environment: ({ gatewayPort, scheme, registryAdminKey, registryGatewayKey, registryInstanceKey }) => ({
      REGISTRY_PAGE_URL: `${scheme}://localhost:${gatewayPort}`,
      REGISTRY_ADMIN_KEY: registryAdminKey,
      REGISTRY_GATEWAY_KEY: registryGatewayKey,
      REGISTRY_INSTANCE_KEY: registryInstanceKey,
    }),
  },
  {
    name: 'gateway',
    title: 'the gateway',
    program: 'gateway/main.ts',
    group: 'gateway',
    port: { variable: 'GATEWAY_PORT', default: 4000 },
    hostVariable: 'GATEWAY_HOST',
    accepts: 'anybody',
    verifiesTokens: true,
    databaseVariables: ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'],
    rights: writesLog,
    environment: ({
      dataFolder,
      issuer,
      scheme,
      gatewayPort,
      sessionSecret,
      registryGatewayKey,
      hasPlayground,
      hasPage,
      demoManifest,
      watchedServices,
      toGraphqlUrl,
    }) => ({
      OIDC_CLIENT_ID: 'facturation-web',
      // Of Keycloak's form, which the embedded provider has too.
      ...(/\/realms\/[^/]+$/.test(issuer) && { OIDC_ACCOUNT_URL: `${issuer}/account` }),
      DATA_DIR: dataFolder,
      GATEWAY_PUBLIC_URL: `${scheme}://localhost:${gatewayPort}`,
      SESSION_SECRET: sessionSecret,
      SUPERGRAPH_FILE: 'schema/supergraph.graphql',
      REGISTRY_URL: new URL(toGraphqlUrl('registry')).origin,
      REGISTRY_KEY: registryGatewayKey,
      REGISTRY_GRAPH: systemGraph,
      ...Object.fromEntries(
        subgraphs.map(({ name }) => [`SUBGRAPH_URL_${name.toUpperCase()}`, toGraphqlUrl(name)]),
      ),
      API_KEYS: apiKeyPrefix,
      HEALTH_ROLES: 'ADMIN',
      INTROSPECTION_ROLES: 'ADMIN',
      PLAYGROUND: String(hasPlayground),
      FORWARDED_ROUTES: JSON.stringify(toForwardedRoutes((name) => new URL(toGraphqlUrl(name)).origin)),
      WATCHED_SERVICES: JSON.stringify(watchedServices),
      PLAYGROUND_TITLE: 'Facturation',
      PLAYGROUND_QUERY: playgroundQuery,
      ...(hasPage && { PAGE_FOLDER: 'dashboard/dist' }),
      TRUSTED_DOCUMENTS_FILE: [pageManifest, ...(demoManifest === undefined ? [] : [demoManifest])].join(','),
    }),
  },
] as const satisfies readonly SystemService[];

/** The variable of the port that PostgreSQL listens on. */
const databasePort = { variable: 'DATABASE_PORT', default: 5433, title: 'PostgreSQL' } as const;

type ServiceName = (typeof services)[number]['name'];
export type AnyServiceName = ServiceName | (typeof identityProvider)['name'];
export type PortVariable =
  | (typeof services)[number]['port']['variable']
  | (typeof identityProvider)['port']['variable']
  | (typeof databasePort)['variable'];

/** Everything that listens: the variable of its port, the port without it, and what it is called. */
export const portVariables: readonly {
  readonly variable: PortVariable;
  readonly default: number;
  readonly title: string;
}[] = [databasePort, ...[identityProvider, ...services].map(({ port, title }) => ({ ...port, title }))];
