import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { and, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { CustomerModel } from '../models.ts';
import { customers } from '../tables.ts';

type NewCustomer = typeof customers.$inferInsert;
/** The columns that an update may set; it sets version and time of change itself. */
type Changes = { [Column in keyof NewCustomer]?: NewCustomer[Column] | undefined };

/** The existing customers with these ids, in any order, by one statement. */
export async function findCustomers(db: Reader, ids: readonly string[]): Promise<CustomerModel[]> {
  const known = ids.filter(isUuid);
  return known.length === 0 ? [] : db.select().from(customers).where(inArray(customers.id, known));
}

/** The id of the customer with this external reference, if any. */
export async function findIdByExternalReference(db: Reader, reference: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.externalReference, reference));
  return row?.id;
}

/** Adds a customer; undefined if another one has its external reference. */
export async function insertCustomer(
  db: Pick<PostgresJsDatabase, 'insert'>,
  customer: NewCustomer,
): Promise<CustomerModel | undefined> {
  const [added] = await db
    .insert(customers)
    .values(customer)
    .onConflictDoNothing({ target: customers.externalReference })
    .returning();
  return added;
}

/** Changes a customer that is still at this version; undefined if it is not. */
export async function updateCustomer(
  db: Pick<PostgresJsDatabase, 'update'>,
  id: string,
  version: number,
  changes: Changes,
): Promise<CustomerModel | undefined> {
  const [row] = await db
    .update(customers)
    .set({ ...changes, version: version + 1, updatedAt: sql`now()` })
    .where(and(eq(customers.id, id), eq(customers.version, version)))
    .returning();
  return row;
}
