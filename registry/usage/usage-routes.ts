import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '#platform/text/parse-json.ts';
import { usageReportLimits, usageReportSchema } from '#platform/usage/usage-report.ts';
import { parseGraphRef } from '../graphs/graph-ref.ts';
import type { Variant } from '../graphs/launch.ts';
import { type ApiKey, hasRight } from '../keys/api-key.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { parseApolloReport } from './apollo-report.ts';
import { mergeUsage } from './merge-usage.ts';
import { toUsageRows } from './to-usage-rows.ts';

const unzip = promisify(gunzip);

/** Of Apollo's reports, which have more besides; before they are unzipped, all are smaller. */
const maxBytes = Math.max(usageReportLimits.maxBytes, 8_388_608);

/**
 * Adds the addresses that take reports of what gateways ran: `POST /usage` for ours, and `POST /api/ingress/traces` for the
 * protobuf of Apollo's. Both take gzip, and a key with the right REPORT in `x-api-key`. Reporters repeat what is answered with
 * 5xx alone.
 */
export async function addUsageRoutes(server: FastifyInstance, parts: RegistryParts): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: maxBytes },
      async (_request: FastifyRequest, body: Buffer) => body,
    );
    scope.post('/usage', async (request, reply) => {
      await takeReport(request, parts);
      return reply.code(204).send();
    });
    scope.post('/api/ingress/traces', async (request, reply) => {
      await takeApolloReport(request, parts);
      return reply.send({ tracesIgnored: true });
    });
  });
}

async function takeReport(request: FastifyRequest, parts: RegistryParts): Promise<void> {
  const key = await requireCaller(request, parts);
  const report = usageReportSchema.safeParse(parseJson((await readBody(request)).toString('utf8')));
  if (!report.success) throw new RegistryRefusal('BAD_USER_INPUT', 'The body is not a report of usage.');
  const variant = await requireVariant(key, parts, report.data.graphRef);
  const rows = toUsageRows(report.data);
  if (rows === undefined)
    throw new RegistryRefusal('BAD_USER_INPUT', 'The report cannot be true: check hours, hashes and errors.');
  const { id } = report.data;
  await mergeUsage(parts.sql, { id, variantId: variant.id, areInputsKnown: true, rows });
}

async function takeApolloReport(request: FastifyRequest, parts: RegistryParts): Promise<void> {
  const key = await requireCaller(request, parts);
  const report = parseApolloReport(await readBody(request));
  if (report === undefined)
    throw new RegistryRefusal('BAD_USER_INPUT', 'The body is not a report of Apollo’s format.');
  const variant = await requireVariant(key, parts, report.graphRef);
  const launch = await parts.graphs.findLaunch(variant.id);
  if (launch === undefined) throw new RegistryRefusal('NOT_FOUND', 'Nothing runs in this variant.');
  const rows = report.toRows(parts.apiSchemas.build(launch.apiSchema));
  await mergeUsage(parts.sql, { id: report.id, variantId: variant.id, areInputsKnown: false, rows });
}

/** Gets the key of whoever sends a report, before the report is unzipped. */
async function requireCaller(request: FastifyRequest, { callers }: RegistryParts): Promise<ApiKey> {
  const key = await callers.find(request);
  if (key !== undefined) return key;
  throw new RegistryRefusal('UNAUTHENTICATED', 'The key in x-api-key is missing or not known.');
}

async function readBody({ body, headers }: FastifyRequest): Promise<Buffer> {
  if (!Buffer.isBuffer(body)) throw new RegistryRefusal('BAD_USER_INPUT', 'The body is missing.');
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new RegistryRefusal('BAD_USER_INPUT', 'The body may be compressed by gzip alone.');
  try {
    return await unzip(body, { maxOutputLength: maxBytes });
  } catch {
    throw new RegistryRefusal('BAD_USER_INPUT', `The body is not gzip, or has more than ${maxBytes} bytes.`);
  }
}

/** Gets the variant of a report, if the key may report for it. */
async function requireVariant(key: ApiKey, { graphs }: RegistryParts, graphRef: string): Promise<Variant> {
  const ref = parseGraphRef(graphRef);
  if (ref === undefined)
    throw new RegistryRefusal('BAD_USER_INPUT', 'The graph ref must have the form graph@variant.');
  if (!hasRight(key, 'REPORT', ref.graph))
    throw new RegistryRefusal('FORBIDDEN', 'The key has no right REPORT for the graph.');
  const variant = await graphs.findVariant(ref);
  if (variant === undefined)
    throw new RegistryRefusal('NOT_FOUND', 'Nothing was published for this variant.');
  return variant;
}
