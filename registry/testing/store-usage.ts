import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { latencyBoundsMs } from '#platform/usage/usage-report.ts';
import { mergeUsage } from '../usage/merge-usage.ts';
import { hashText } from '../usage/to-usage-rows.ts';

/** Requests of one client with one operation. */
export interface StoredUse {
  readonly name: string;
  readonly text: string;
  readonly client: string;
  readonly count: number;
  readonly errors?: number;
  readonly daysAgo?: number;
  readonly coordinates: readonly string[];
}

/** Stores usage as if a gateway had reported it; each request took between 50 and 100 ms. */
export async function storeUsage(sql: Sql, variantId: string, uses: readonly StoredUse[]): Promise<void> {
  const rows = uses.map(({ name, text, client, count, errors = 0, daysAgo = 0, coordinates }) => ({
    hash: hashText(text),
    name,
    text,
    hour: `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 13)}:00:00Z`,
    clientName: client,
    clientVersion: '1',
    count,
    errors,
    latency: [...latencyBoundsMs.map((bound) => (bound === 100 ? count : 0)), 0],
    coordinates: Object.fromEntries(coordinates.map((coordinate) => [coordinate, count])),
  }));
  await mergeUsage(sql, { id: randomUUID(), variantId, areInputsKnown: true, rows });
}
