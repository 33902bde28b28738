import { and, eq, inArray, type PostgresJsDatabase, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { CustomerRequestModel } from '../models.ts';
import { requests } from '../request-tables.ts';

export type NewCustomerRequest = typeof requests.$inferInsert;
/** The columns that a change may set; it sets version and time of change itself. */
export type RequestColumns = {
  readonly [Column in keyof NewCustomerRequest]?: NewCustomerRequest[Column] | undefined;
};

/** The condition of requests that a viewer may see; undefined for all. */
export function isForViewer({
  managesAll,
  managesDisputes,
}: Pick<RequestViewer, 'managesAll' | 'managesDisputes'>): SQL | undefined {
  if (managesAll) return undefined;
  return managesDisputes ? eq(requests.kind, 'DISPUTE') : sql`false`;
}

/** The existing requests with these ids that a viewer may see, in any order, by one statement. */
export async function findRequests(
  db: Reader,
  ids: readonly string[],
  viewer: RequestViewer,
): Promise<CustomerRequestModel[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  return db
    .select()
    .from(requests)
    .where(and(inArray(requests.id, known), isForViewer(viewer)));
}

/** A request that a viewer may see, locked until the end of the transaction. */
export async function lockCustomerRequest(
  tx: Transaction,
  id: string,
  viewer: RequestViewer,
): Promise<CustomerRequestModel | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await tx
    .select()
    .from(requests)
    .where(and(eq(requests.id, id), isForViewer(viewer)))
    .for('update');
  return row;
}

export async function insertRequest(
  db: Pick<PostgresJsDatabase, 'insert'>,
  request: NewCustomerRequest,
): Promise<CustomerRequestModel> {
  const [row] = await db.insert(requests).values(request).returning();
  if (row === undefined) throw new TypeError('A new request was not returned.');
  return row;
}

/** Changes a locked request, which counts a version. */
export async function changeRequest(
  tx: Transaction,
  { id, version }: Pick<CustomerRequestModel, 'id' | 'version'>,
  columns: RequestColumns,
  updatedAt: Date,
): Promise<CustomerRequestModel> {
  const [row] = await tx
    .update(requests)
    .set({ ...columns, version: version + 1, updatedAt })
    .where(eq(requests.id, id))
    .returning();
  if (row === undefined) throw new TypeError(`The locked request ${id} is not there.`);
  return row;
}

/** Notes that a locked request got a comment. */
export async function touchRequest(tx: Transaction, id: string, updatedAt: Date): Promise<void> {
  await tx.update(requests).set({ updatedAt }).where(eq(requests.id, id));
}
