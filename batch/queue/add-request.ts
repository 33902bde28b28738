import type { ISql } from 'postgres';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SkipLimit } from '../jobs/reject-limits.ts';
import type { RequestKind } from './import-request.ts';
import { importRequests } from './tables.ts';

/** A request before a worker has begun it. */
export interface NewRequest {
  readonly id: string;
  readonly kind: RequestKind;
  /** The person who asks. */
  readonly subject: string;
  readonly fileName: string;
  readonly uploadId: string | null;
  readonly mapping: { readonly name: string; readonly value: object } | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly skipLimit: SkipLimit;
  readonly reasonPercent: number | null;
  /** The job that an undo takes back. */
  readonly instanceId: string | null;
}

/** Counts the requests of a person that wait or run. */
export async function countOpenRequests(sql: ISql, subject: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from import_requests
    where status in ('QUEUED', 'RUNNING') and subject = ${subject}`;
  return row?.count ?? 0;
}

/** Adds a request to the queue. */
export async function addRequest(
  tx: Transaction,
  { mapping, skipLimit, parameters, ...request }: NewRequest,
): Promise<void> {
  const [rows, percent] =
    typeof skipLimit === 'number' ? [skipLimit, null] : [null, skipLimit?.percent ?? null];
  await tx.insert(importRequests).values({
    ...request,
    mappingName: mapping?.name ?? null,
    mapping: mapping?.value ?? null,
    parameters: { ...parameters },
    skipLimit: rows,
    skipPercent: percent,
  });
}
