import { findFreePort } from '#platform/testing/free-port.ts';
import { Random } from '#platform/testing/random.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import type { ProcessSpec } from '../../deploy/local/child.ts';
import { type Servers, startEventPath } from '../../e2e/event-path/event-path.ts';
import { toGatewaySpec, toRelaySpec, toStatisticsSpec } from '../../e2e/event-path/process-specs.ts';

/** Everything between billing's outbox and the gateway, and what events reach into, on servers of its own. */
export interface MeasuredSystem {
  /** The database with billing's role, and with the one that sees all of it. */
  readonly billingUrl: string;
  readonly adminUrl: string;
  readonly gatewayPort: number;
  readonly inspectorPort: number;
  /** The address of the totals. */
  readonly statisticsPort: number;
  readonly token: string;
  /** A gateway that has done nothing yet. */
  restartGateway(): Promise<void>;
  close(): Promise<void>;
}

const tokenSeconds = 7_200;
const most = '1000000';
/** One machine and one token stand for all; nothing but numbers is to be bounded by them. */
const limits = {
  WEBSOCKET_CONNECTIONS: most,
  WEBSOCKET_CONNECTIONS_PER_ADDRESS: most,
  WEBSOCKET_ANONYMOUS: most,
  WEBSOCKET_ANONYMOUS_PER_ADDRESS: most,
  CONNECTIONS_PER_USER: most,
  SUBSCRIPTIONS: most,
  SUBSCRIPTIONS_PER_USER: most,
  SUBSCRIPTION_UPSTREAMS: '100000',
};

export async function startSystem(signal: AbortSignal): Promise<MeasuredSystem> {
  const issuer = await createTestIssuer();
  const [gatewayPort, inspectorPort, statisticsPort, billingPort, customerPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const path = await startEventPath({
    log: 'postgres',
    random: new Random(1),
    signal,
    toSpecs: async (servers) => {
      const gateway = toGatewaySpec({ issuer: issuer.issuer, port: gatewayPort, statisticsPort });
      const reached = {
        SUBGRAPH_URL_BILLING: `http://127.0.0.1:${billingPort}/graphql`,
        SUBGRAPH_URL_CUSTOMER: `http://127.0.0.1:${customerPort}/graphql`,
      };
      const inspected = { ...limits, ...reached, NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` };
      return [
        toSubgraphSpec('customer', servers, { issuer: issuer.issuer, port: customerPort }),
        toSubgraphSpec('billing', servers, { issuer: issuer.issuer, port: billingPort }),
        await toRelaySpec(servers),
        toStatisticsSpec(servers, { issuer: issuer.issuer, port: statisticsPort }),
        { ...gateway, environment: { ...gateway.environment, ...inspected } },
      ];
    },
  }).catch(async (error: unknown) => {
    await issuer.close();
    throw error;
  });
  return {
    billingUrl: path.billingUrl,
    adminUrl: path.adminUrl,
    gatewayPort,
    inspectorPort,
    statisticsPort,
    token: await issuer.sign({ roles: ['BILLING_MANAGER', 'CUSTOMER_MANAGER'], expiresIn: tokenSeconds }),
    restartGateway: async () => {
      await path.processes.find(({ name }) => name === 'gateway')?.killAndRestart();
    },
    close: async () => {
      await path.close(false);
      await issuer.close();
    },
  };
}

/** A subgraph that events reach into. */
function toSubgraphSpec(
  name: 'customer' | 'billing',
  { urls }: Servers,
  { issuer, port }: { readonly issuer: string; readonly port: number },
): ProcessSpec {
  return {
    name,
    file: `subgraphs/${name}/main.ts`,
    environment: {
      [`${name.toUpperCase()}_PORT`]: String(port),
      DATABASE_URL: urls[name] ?? '',
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: 'facturation-api',
      ...(name === 'billing' && { FACTURATION_BILLING_SECRET: 'a-test-password' }),
    },
  };
}
