import { findFreePort } from '#platform/testing/free-port.ts';
import type { ProcessSpec } from '../../deploy/local/child.ts';
import type { Servers } from './event-path.ts';

/** Small, so that there are many. */
const csvMaxBytes = '500000';

// The commands that the launcher and the compose file start, told where everything is by configuration alone.

export async function toRelaySpec({ urls, log }: Servers): Promise<ProcessSpec> {
  return {
    name: 'relay',
    file: 'subgraphs/billing/relay/main.ts',
    environment: { RELAY_PORT: String(await findFreePort()), DATABASE_URL: urls['billing'] ?? '', ...log },
  };
}

export async function toSinkSpec(
  { urls, log }: Servers,
  options: { readonly issuer: string; readonly csvFolder: string },
): Promise<ProcessSpec> {
  return {
    name: 'sink',
    file: 'streams/sink/main.ts',
    environment: {
      SINK_PORT: String(await findFreePort()),
      DATABASE_URL: urls['sink'] ?? '',
      SINK_CSV_DIR: options.csvFolder,
      SINK_CSV_MAX_BYTES: csvMaxBytes,
      OIDC_ISSUER: options.issuer,
      OIDC_AUDIENCE: 'facturation-api',
      ...log,
    },
  };
}

export function toStatisticsSpec(
  { urls, log }: Servers,
  options: { readonly issuer: string; readonly port: number },
): ProcessSpec {
  return {
    name: 'statistics',
    file: 'streams/statistics/main.ts',
    environment: {
      STATISTICS_PORT: String(options.port),
      DATABASE_URL: urls['statistics'] ?? '',
      OIDC_ISSUER: options.issuer,
      OIDC_AUDIENCE: 'facturation-api',
      ...log,
    },
  };
}

/** A gateway without people who sign in. Of the subgraphs only the statistics are there. */
export function toGatewaySpec(options: {
  readonly issuer: string;
  readonly port: number;
  readonly statisticsPort: number;
}): ProcessSpec {
  return {
    name: 'gateway',
    file: 'gateway/main.ts',
    environment: {
      GATEWAY_PORT: String(options.port),
      OIDC_ISSUER: options.issuer,
      OIDC_AUDIENCE: 'facturation-api',
      SUPERGRAPH_FILE: 'schema/supergraph.graphql',
      SUBGRAPH_URL_STATISTICS: `http://127.0.0.1:${options.statisticsPort}/graphql`,
      PLAYGROUND: 'false',
    },
  };
}
