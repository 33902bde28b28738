import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { findFreePort } from '#platform/testing/free-port.ts';
import type { ProcessSpec } from '../../deploy/local/child.ts';
import type { Servers } from '../event-path/event-path.ts';
import { toRelaySpec } from '../event-path/process-specs.ts';

/** The roles of the trail: of the subgraph that adds to it, and of its owner, which no process has. */
export const trailRoles = [
  { name: 'audit', groups: ['audit_trail_writer'] },
  { name: 'audit_trail' },
] as const;

/** The gateway, two subgraphs whose mutations are audited and the one that keeps the trail, as the launcher starts them. */
export interface AuditedSystem {
  readonly specs: readonly ProcessSpec[];
  readonly gatewayUrl: string;
}

/** Describes the processes whose mutations are audited. */
export async function toAuditedSystem(
  { urls, log, folder }: Servers,
  issuer: string,
): Promise<AuditedSystem> {
  const [customerPort, billingPort, gatewayPort, productPort, auditPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const identity = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'facturation-api' };
  const customerUrl = `http://127.0.0.1:${customerPort}/graphql`;
  const billingUrl = `http://127.0.0.1:${billingPort}/graphql`;
  const auditUrl = `http://127.0.0.1:${auditPort}/graphql`;
  return {
    gatewayUrl: `http://127.0.0.1:${gatewayPort}/graphql`,
    specs: [
      {
        name: 'customer',
        file: 'subgraphs/customer/main.ts',
        environment: {
          CUSTOMER_PORT: String(customerPort),
          DATABASE_URL: urls['customer'] ?? '',
          ...identity,
          ...log,
        },
      },
      {
        name: 'billing',
        file: 'subgraphs/billing/main.ts',
        environment: {
          BILLING_PORT: String(billingPort),
          DATABASE_URL: urls['billing'] ?? '',
          CUSTOMER_URL: customerUrl,
          // Nothing listens there: the invoices have no products.
          PRODUCT_URL: `http://127.0.0.1:${productPort}/graphql`,
          // Nobody asks for stock.
          FACTURATION_BILLING_SECRET: randomUUID(),
          ...identity,
        },
      },
      {
        name: 'audit',
        file: 'subgraphs/audit/main.ts',
        environment: {
          AUDIT_PORT: String(auditPort),
          DATABASE_URL: urls['audit'] ?? '',
          ...identity,
          ...log,
        },
      },
      await toRelaySpec({ urls, log, folder }),
      {
        name: 'gateway',
        file: 'gateway/main.ts',
        environment: {
          GATEWAY_PORT: String(gatewayPort),
          SUPERGRAPH_FILE: 'schema/supergraph.graphql',
          SUBGRAPH_URL_CUSTOMER: customerUrl,
          SUBGRAPH_URL_BILLING: billingUrl,
          SUBGRAPH_URL_AUDIT: auditUrl,
          // The breaker would only make the test wait.
          SUBGRAPH_BREAKER_REQUESTS: '100000',
          DATA_DIR: join(folder, 'gateway'),
          PLAYGROUND: 'false',
          LIMITS_FILE: 'e2e/audit/no-limits.json',
          ...identity,
          ...log,
        },
      },
    ],
  };
}
