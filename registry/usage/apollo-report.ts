import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Report as ReportMessage } from '@apollo/usage-reporting-protobuf';
import { type GraphQLSchema, isInterfaceType, isObjectType, parse } from 'graphql';
import { usageReportLimits } from '#platform/usage/usage-report.ts';
import { isStorableText, toStorableText } from '../storable-text.ts';
import { listPossibleCoordinates } from './possible-coordinates.ts';
import { sumUsageRows } from './sum-usage-rows.ts';
import { hashText } from './to-usage-rows.ts';
import type { UsageRow } from './usage-rows.ts';

const { Report } = createRequire(import.meta.url)(
  '@apollo/usage-reporting-protobuf',
) as typeof import('@apollo/usage-reporting-protobuf');

/** A report of Apollo Server, @apollo/gateway or Apollo Router. */
export interface ApolloReport {
  /** Made from its bytes, as a report is sent again as it was. */
  readonly id: string;
  readonly graphRef: string;
  /** Gives the rows, with coordinates of a schema. */
  toRows(schema: GraphQLSchema): UsageRow[];
}

const maxTokens = 20_000;

/** Reads a report of the protobuf format of Apollo's reporters; undefined if the bytes are none. */
export function parseApolloReport(body: Buffer): ApolloReport | undefined {
  const report = decode(body);
  const graphRef = report?.header?.graphRef ?? '';
  if (report === undefined || graphRef === '') return undefined;
  return {
    id: createHash('sha256').update(body).digest('hex'),
    graphRef,
    toRows: (schema) => toRows(report, schema),
  };
}

function decode(body: Buffer): ReportMessage | undefined {
  try {
    return Report.decode(body);
  } catch {
    return undefined;
  }
}

type Operation = ReportMessage['tracesPerQuery'][string];

function toRows(report: ReportMessage, schema: GraphQLSchema): UsageRow[] {
  const hour = toHour(report);
  const operations = Object.entries(report.tracesPerQuery).slice(0, usageReportLimits.maxPeriods);
  return sumUsageRows(
    operations.flatMap(([key, operation]): UsageRow[] => {
      const { name, text } = splitKey(key);
      if (text.length > usageReportLimits.maxTextLength || !isStorableText(text)) return [];
      const hash = hashText(text);
      const coordinates = listCoordinates(operation, text, schema);
      return listRequests(operation).map(({ clientName, clientVersion, count, errors }) => ({
        hash,
        name,
        text,
        hour,
        clientName: cut(clientName),
        clientVersion: cut(clientVersion),
        count,
        errors: Math.min(errors, count),
        latency: [],
        coordinates: Object.fromEntries(coordinates.map((coordinate) => [coordinate, count])),
      }));
    }),
  );
}

/** Splits `# Name` and a line break from the signature; `-` stands for no name. */
function splitKey(key: string): { name: string | null; text: string } {
  const end = key.indexOf('\n');
  if (!key.startsWith('# ') || end === -1) return { name: null, text: key };
  const name = key.slice(2, end);
  return { name: name === '-' ? null : cut(name), text: key.slice(end + 1) };
}

function cut(text: string | null | undefined): string {
  return toStorableText((text ?? '').slice(0, usageReportLimits.maxNameLength));
}

interface Requests {
  readonly clientName: string | null | undefined;
  readonly clientVersion: string | null | undefined;
  readonly count: number;
  readonly errors: number;
}

/** Requests of which there are sums, and those that are reported one by one. */
function listRequests({ statsWithContext, trace }: Operation): Requests[] {
  const summed = (Array.isArray(statsWithContext) ? statsWithContext : []).map(
    ({ context, queryLatencyStats }): Requests => ({
      clientName: context?.clientName,
      clientVersion: context?.clientVersion,
      count: queryLatencyStats?.requestCount ?? 0,
      errors: queryLatencyStats?.requestsWithErrorsCount ?? 0,
    }),
  );
  const single = (trace ?? []).flatMap((one): Requests[] =>
    one instanceof Uint8Array
      ? []
      : [
          {
            clientName: one.clientName,
            clientVersion: one.clientVersion,
            count: 1,
            errors: (one.root?.error?.length ?? 0) > 0 ? 1 : 0,
          },
        ],
  );
  return [...summed, ...single].filter(({ count }) => count > 0);
}

/** Fields as they are reported. Arguments are in the signature; if that cannot be read, all arguments may be given. */
function listCoordinates(operation: Operation, signature: string, schema: GraphQLSchema): string[] {
  const fields = Object.entries(operation.referencedFieldsByType ?? {}).flatMap(
    ([typeName, { fieldNames }]) => (fieldNames ?? []).map((field) => `${typeName}.${field}`),
  );
  const found = new Set([...fields, ...listArguments(fields, signature, schema)]);
  return [...found]
    .filter((one) => one.length <= usageReportLimits.maxCoordinateLength && isStorableText(one))
    .slice(0, usageReportLimits.maxCoordinates);
}

function listArguments(fields: readonly string[], signature: string, schema: GraphQLSchema): string[] {
  try {
    const document = parse(signature, { noLocation: true, maxTokens });
    return listPossibleCoordinates(schema, document).filter(
      (coordinate) =>
        coordinate.endsWith(':)') ||
        (/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/.test(coordinate) && isField(coordinate, schema)),
    );
  } catch {
    return fields.flatMap((coordinate) => listPossibleArguments(coordinate, schema));
  }
}

function isField(coordinate: string, schema: GraphQLSchema): boolean {
  return findField(coordinate, schema) !== undefined;
}

function listPossibleArguments(coordinate: string, schema: GraphQLSchema): string[] {
  return (findField(coordinate, schema)?.args ?? []).map(({ name }) => `${coordinate}(${name}:)`);
}

function findField(coordinate: string, schema: GraphQLSchema) {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
}

function toHour({ endTime }: ReportMessage): string {
  const seconds = Number(endTime?.seconds ?? 0);
  const now = Date.now();
  // A clock that is far off must not put usage where no check looks.
  const isPlausible = Math.abs(now - seconds * 1_000) < 86_400_000;
  return `${new Date(isPlausible ? seconds * 1_000 : now).toISOString().slice(0, 13)}:00:00Z`;
}
