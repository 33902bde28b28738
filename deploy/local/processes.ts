import { join } from 'node:path';
import type { Context } from '../compose/database-roles.ts';
import type { PortVariable } from './configuration.ts';

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

/** The first query in GraphiQL. It asks for nothing that a role lacks, and shows a larger one as a comment. */
export const playgroundQuery = `# Whoever is signed in may ask this; Ctrl-Enter runs it.
{
  products(first: 5) {
    edges {
      node {
        sku
        name
        unitPrice {
          amount
          currency
        }
      }
    }
  }
}

# With the role BILLING_MANAGER or ADMIN, put this in its place: one query across three services.
# {
#   invoices(first: 10) {
#     edges {
#       node {
#         number
#         total { amount currency }
#         customer { displayName email }
#         lines { product { sku name } }
#       }
#     }
#   }
# }
`;

const loopback = '127.0.0.1';

/** The embedded identity provider. It needs no database, so it starts at once. */
export function toIdentityProcess({
  ports,
  dataFolder,
}: Pick<ProcessSettings, 'ports' | 'dataFolder'>): ProcessSpec {
  return {
    name: 'identity',
    file: 'deploy/identity/main.ts',
    environment: {
      OIDC_HOST: loopback,
      OIDC_PORT: String(ports.OIDC_PORT),
      DATA_DIR: dataFolder,
      ...toRealmAddresses(ports.GATEWAY_PORT),
    },
  };
}

/** Placeholders of the realm file: where a person comes back to after signing in. */
function toRealmAddresses(gatewayPort: number): Record<string, string> {
  return {
    FACTURATION_URL: `http://localhost:${gatewayPort}`,
    FACTURATION_LOOPBACK_URL: `http://${loopback}:${gatewayPort}`,
    FACTURATION_BACKCHANNEL_LOGOUT_URL: `http://localhost:${gatewayPort}/auth/backchannel-logout`,
  };
}

/** The subgraphs, what moves invoices on, then the gateway, which is the first to stop. */
export function toServiceProcesses(settings: ProcessSettings): ProcessSpec[] {
  const { ports, databaseUrls, issuer } = settings;
  const urls = {
    customer: toGraphqlUrl(ports.CUSTOMER_PORT),
    product: toGraphqlUrl(ports.PRODUCT_PORT),
    billing: toGraphqlUrl(ports.BILLING_PORT),
    statistics: toGraphqlUrl(ports.STATISTICS_PORT),
    batch: toGraphqlUrl(ports.BATCH_PORT),
  };
  const identity = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: settings.audience };
  const shared = { HOST: loopback, ...identity };
  return [
    {
      name: 'customer',
      file: 'subgraphs/customer/main.ts',
      environment: {
        ...shared,
        CUSTOMER_PORT: String(ports.CUSTOMER_PORT),
        DATABASE_URL: databaseUrls.customer,
      },
    },
    {
      name: 'product',
      file: 'subgraphs/product/main.ts',
      environment: {
        ...shared,
        PRODUCT_PORT: String(ports.PRODUCT_PORT),
        DATABASE_URL: databaseUrls.product,
      },
    },
    {
      name: 'billing',
      file: 'subgraphs/billing/main.ts',
      environment: {
        ...shared,
        BILLING_PORT: String(ports.BILLING_PORT),
        DATABASE_URL: databaseUrls.billing,
        CUSTOMER_URL: urls.customer,
        PRODUCT_URL: urls.product,
      },
    },
    {
      name: 'relay',
      file: 'subgraphs/billing/relay/main.ts',
      environment: {
        HOST: loopback,
        RELAY_PORT: String(ports.RELAY_PORT),
        DATABASE_URL: databaseUrls.billing,
        EVENT_LOG_DATABASE_URL: databaseUrls.billing,
      },
    },
    {
      name: 'sink',
      file: 'streams/sink/main.ts',
      environment: {
        ...shared,
        SINK_PORT: String(ports.SINK_PORT),
        DATABASE_URL: databaseUrls.sink,
        EVENT_LOG_DATABASE_URL: databaseUrls.sink,
        SINK_CSV_DIR: join(settings.dataFolder, 'sink'),
      },
    },
    {
      name: 'statistics',
      file: 'streams/statistics/main.ts',
      environment: {
        ...shared,
        STATISTICS_PORT: String(ports.STATISTICS_PORT),
        NODE_OPTIONS: '--max-semi-space-size=8',
        DATABASE_URL: databaseUrls.statistics,
        EVENT_LOG_DATABASE_URL: databaseUrls.statistics,
      },
    },
    {
      name: 'batch',
      file: 'batch/api/main.ts',
      environment: {
        ...shared,
        BATCH_PORT: String(ports.BATCH_PORT),
        DATABASE_URL: databaseUrls.batch,
      },
    },
    ...(settings.hasSimulator ? [toSimulatorProcess(settings)] : []),
    {
      name: 'gateway',
      file: 'gateway/main.ts',
      environment: {
        ...identity,
        OIDC_CLIENT_ID: 'facturation-web',
        DATA_DIR: settings.dataFolder,
        GATEWAY_HOST: loopback,
        GATEWAY_PORT: String(ports.GATEWAY_PORT),
        GATEWAY_PUBLIC_URL: `http://localhost:${ports.GATEWAY_PORT}`,
        DATABASE_URL: databaseUrls.gateway,
        SESSION_SECRET: settings.sessionSecret,
        SUPERGRAPH_FILE: 'schema/supergraph.graphql',
        SUBGRAPH_URL_CUSTOMER: urls.customer,
        SUBGRAPH_URL_PRODUCT: urls.product,
        SUBGRAPH_URL_BILLING: urls.billing,
        SUBGRAPH_URL_STATISTICS: urls.statistics,
        SUBGRAPH_URL_BATCH: urls.batch,
        PLAYGROUND: String(settings.hasPlayground),
        PLAYGROUND_TITLE: 'Facturation',
        PLAYGROUND_QUERY: playgroundQuery,
      },
    },
  ];
}

function toSimulatorProcess({ ports, databaseUrls }: ProcessSettings): ProcessSpec {
  return {
    name: 'simulator',
    file: 'streams/simulator/main.ts',
    environment: {
      HOST: loopback,
      SIMULATOR_PORT: String(ports.SIMULATOR_PORT),
      EVENT_LOG_DATABASE_URL: databaseUrls.simulator,
    },
  };
}

function toGraphqlUrl(port: number): string {
  return `http://${loopback}:${port}/graphql`;
}
