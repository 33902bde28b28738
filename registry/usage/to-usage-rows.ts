import { createHash } from 'node:crypto';
import type { UsageReport } from '#platform/usage/usage-report.ts';
import { isStorableText, toStorableText } from '../storable-text.ts';
import { sumUsageRows } from './sum-usage-rows.ts';
import type { UsageRow } from './usage-rows.ts';

/** A clock may be wrong by a day; usage of a later hour would never be old enough to go. */
const maxAheadMs = 86_400_000;

/**
 * Reads the rows of a gateway's report.
 *
 * @returns undefined if it cannot be true: an hour is not a time or is yet to come, an operation's hash is not that of its text,
 * there are more errors than requests, or a text cannot be kept
 */
export function toUsageRows({ periods }: UsageReport): UsageRow[] | undefined {
  const isSound = periods.every(
    ({ hour, operation, count, errors, coordinates }) =>
      Date.parse(hour) <= Date.now() + maxAheadMs &&
      hashText(operation.text) === operation.hash &&
      errors <= count &&
      [operation.text, operation.name ?? '', ...Object.keys(coordinates)].every(isStorableText),
  );
  if (!isSound) return undefined;
  return sumUsageRows(
    periods.map(({ hour, client, operation, count, errors, latency, coordinates }) => ({
      hash: operation.hash,
      name: operation.name,
      text: operation.text,
      hour,
      clientName: toStorableText(client.name),
      clientVersion: toStorableText(client.version),
      count,
      errors,
      latency,
      coordinates,
    })),
  );
}

/** The hash by which an operation is known. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
