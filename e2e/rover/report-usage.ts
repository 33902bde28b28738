import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type GraphQLSchema, parse } from 'graphql';
import { normaliseOperation } from '#platform/usage/normalise-operation.ts';
import { OperationCoordinates } from '#platform/usage/operation-coordinates.ts';
import { latencyBoundsMs, type UsageReport } from '#platform/usage/usage-report.ts';

const zip = promisify(gzip);

/** Requests of one client with one operation and the same variables. */
export interface SentOperation {
  readonly client: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly count: number;
}

/** Creates the report that a gateway with this schema sends after running the operations just now. */
export function createUsageReport(
  graphRef: string,
  schema: GraphQLSchema,
  sent: readonly SentOperation[],
): UsageReport {
  const hour = `${new Date().toISOString().slice(0, 13)}:00:00Z`;
  return {
    id: randomUUID(),
    graphRef,
    schemaHash: '0'.repeat(64),
    periods: sent.map(({ client, query, variables = {}, count }) => {
      const document = parse(query);
      const { hash, name = null, type, text } = normaliseOperation(schema, document);
      const found = new OperationCoordinates(schema, document);
      return {
        hour,
        client: { name: client, version: '1.0' },
        operation: { hash, name, type, text },
        count,
        errors: 0,
        latency: [count, ...latencyBoundsMs.map(() => 0)],
        coordinates: Object.fromEntries(
          [...found.fixed, ...found.varying(variables)].map((coordinate) => [coordinate, count]),
        ),
      };
    }),
  };
}

/** Sends a report to a registry as a gateway does. */
export async function sendUsageReport(
  { address, gatewayKey }: { readonly address: string; readonly gatewayKey: string },
  report: UsageReport,
): Promise<Response> {
  return fetch(`${address}/usage`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-api-key': gatewayKey,
    },
    body: await zip(JSON.stringify(report)),
    signal: AbortSignal.timeout(30_000),
  });
}
