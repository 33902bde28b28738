import { eq, inArray } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { contacts, contactVersions } from '../contact-tables.ts';
import type { ContactVersionModel, CustomerContactModel } from '../models.ts';

/** The existing entries of the journal with these ids, in any order, by one statement. */
export async function findContacts(db: Reader, ids: readonly string[]): Promise<CustomerContactModel[]> {
  const known = ids.filter(isUuid);
  return known.length === 0 ? [] : db.select().from(contacts).where(inArray(contacts.id, known));
}

/** The earlier versions of entries, the latest first, by one statement. */
export function findContactVersions(db: Reader, ids: readonly string[]): Promise<ContactVersionModel[]> {
  return db
    .select()
    .from(contactVersions)
    .where(inArray(contactVersions.contactId, [...ids]))
    .orderBy(contactVersions.contactId, contactVersions.version)
    .then((rows) => rows.toReversed());
}

/** An entry, locked until the end of the transaction. */
export async function lockContact(tx: Transaction, id: string): Promise<CustomerContactModel | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await tx.select().from(contacts).where(eq(contacts.id, id)).for('update');
  return row;
}

/** Changes a locked entry, which counts a version. */
export async function changeContact(
  tx: Transaction,
  { id, version }: CustomerContactModel,
  columns: {
    readonly [Column in keyof CustomerContactModel]?: CustomerContactModel[Column] | undefined;
  },
): Promise<CustomerContactModel> {
  const [row] = await tx
    .update(contacts)
    .set({ ...columns, version: version + 1 })
    .where(eq(contacts.id, id))
    .returning();
  if (row === undefined) throw new TypeError(`The locked contact ${id} is not there.`);
  return row;
}
