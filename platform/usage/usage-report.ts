import { z } from 'zod';

/** Upper bounds of the buckets of a latency histogram, in milliseconds. The last bucket, without a bound, takes the rest. */
export const latencyBoundsMs = [
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
] as const;

/** Bounds of a report, for whoever writes one and whoever reads it. */
export const usageReportLimits = {
  /** Of the report as JSON, in bytes. */
  maxBytes: 4_000_000,
  maxPeriods: 2_000,
  maxTextLength: 200_000,
  /** Of an operation's name, and of a client's name or version, in UTF-16 code units. */
  maxNameLength: 200,
  maxCoordinates: 10_000,
  maxCoordinateLength: 500,
} as const;

const { maxPeriods, maxTextLength, maxNameLength, maxCoordinates, maxCoordinateLength } = usageReportLimits;
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

const operationSchema = z.object({
  hash: sha256,
  name: z.string().max(maxNameLength).nullable(),
  type: z.enum(['query', 'mutation', 'subscription']),
  /** Without values. */
  text: z.string().max(maxTextLength),
});

const periodSchema = z.object({
  /** The beginning of the hour, in UTC. */
  hour: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/, 'must be an hour, as 2026-11-29T19:00:00Z'),
  /** Empty texts of a client that does not say. */
  client: z.object({ name: z.string().max(maxNameLength), version: z.string().max(maxNameLength) }),
  operation: operationSchema,
  count: count.min(1),
  /** The number of those whose answer had errors. */
  errors: count,
  /** Counts by `latencyBoundsMs`. Subscriptions are not timed. */
  latency: z.array(count).length(latencyBoundsMs.length + 1),
  /** The number of executions that used each coordinate (`OperationCoordinates`). */
  coordinates: z
    .record(z.string().max(maxCoordinateLength), count.min(1))
    .refine((found) => Object.keys(found).length <= maxCoordinates, `must be at most ${maxCoordinates}`),
});

/** A gateway's report of the operations that it ran: names and numbers, no value of any input. */
export const usageReportSchema = z.object({
  /** The same when a report is sent again, so that it counts once. */
  id: z.uuid(),
  graphRef: z.string().max(maxNameLength),
  /** The SHA-256 of the supergraph that the operations ran on. */
  schemaHash: sha256,
  periods: z.array(periodSchema).min(1).max(maxPeriods),
});

export type UsageReport = z.output<typeof usageReportSchema>;
export type UsagePeriod = z.output<typeof periodSchema>;
