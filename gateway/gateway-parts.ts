import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { ServiceTls } from '#platform/tls/service-tls.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import type { GatewayAudit } from './audit/gateway-audit.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';
import type { SignIn } from './session/prepare-sign-in.ts';
import type { Workers } from './workers/workers.ts';

/** The path of the API. */
export const apiPath = '/graphql';

export interface GatewayParts {
  readonly configuration: GatewayConfiguration;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Records spans; without it nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
  /** Signs people in on the server; without it only bearer tokens count. */
  readonly signIn?: SignIn | undefined;
  /** The other processes of this gateway; it is alone if absent. */
  readonly workers?: Workers | undefined;
  /** Certificates of this process. Without them it listens without TLS, and has those of Node.js as a client. */
  readonly tls?: ServiceTls | undefined;
  /** Keeps what the gateway does and refuses; without it nothing is kept, and subgraphs are told no origin. */
  readonly audit?: GatewayAudit | undefined;
}
