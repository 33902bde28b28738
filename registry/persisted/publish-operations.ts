import { type GraphQLSchema, parse, validate } from 'graphql';
import { eq, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { normaliseOperation } from '#platform/usage/normalise-operation.ts';
import type { Author } from '../author.ts';
import { addAuditEntry } from '../graphs/audit.ts';
import { storeDocument } from '../graphs/documents.ts';
import type { Variant } from '../graphs/launch.ts';
import { lockName } from '../lock-name.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { loadPersisted, type PersistedOperation } from './load-persisted.ts';
import type { OperationCounts } from './operation-counts.ts';
import { persistedBounds } from './persisted-bounds.ts';
import { formatManifest } from './persisted-manifest.ts';
import { persistedLists, persistedManifests, persistedOperations } from './tables.ts';

/** Operations to be added to the list of a variant. */
export interface OperationsPublish {
  readonly variant: Variant;
  readonly operations: readonly Omit<PersistedOperation, 'usageHash'>[];
  /** The schema that runs; undefined before the first launch. */
  readonly schema: GraphQLSchema | undefined;
  readonly author: Author;
}

/** The result of a publish. */
export type OperationsPublished =
  | {
      readonly kind: 'published';
      readonly revision: number;
      readonly counts: OperationCounts;
      readonly isUnchanged: boolean;
    }
  /** The ids of operations that are in the list with other bodies. */
  | { readonly kind: 'conflict'; readonly ids: readonly string[] };

/**
 * Adds operations to the list of persisted queries of a variant, all or none. Those that are not mentioned stay; a body does not
 * change under its id.
 *
 * @throws {RegistryRefusal} if a body is not one operation, or the list would become too long
 */
export async function publishOperations(
  db: PostgresJsDatabase,
  { variant, operations, schema, author }: OperationsPublish,
): Promise<OperationsPublished> {
  const sent = new Map(
    operations.map((one) => [toKey(one), { ...one, usageHash: readUsageHash(one, schema) }]),
  );
  return db.transaction(async (tx) => {
    await lockName(tx, `persisted:${variant.id}`);
    const known = new Map((await loadPersisted(tx, variant.id)).map((one) => [toKey(one), one]));
    const conflicts = [...sent].filter(([id, { body }]) => (known.get(id)?.body ?? body) !== body);
    if (conflicts.length > 0) return { kind: 'conflict', ids: conflicts.map(([, { id }]) => id) };
    const changed = [...sent].filter(([id, { name, type }]) => {
      const old = known.get(id);
      return old === undefined || old.name !== name || old.type !== type;
    });
    const added = changed.filter(([id]) => !known.has(id)).length;
    if (known.size + added > persistedBounds.operations)
      throw new RegistryRefusal(
        'LIMIT_EXCEEDED',
        `A list has at most ${persistedBounds.operations} operations.`,
      );
    const counts: OperationCounts = {
      added,
      updated: changed.length - added,
      identical: sent.size - changed.length,
      unaffected: [...known.keys()].filter((id) => !sent.has(id)).length,
    };
    if (changed.length > 0)
      await storeOperations(
        tx,
        variant.id,
        changed.map(([, operation]) => operation),
      );
    const revision = await storeRevision(tx, variant.id, counts, changed.length > 0);
    if (changed.length > 0)
      await addAuditEntry(tx, {
        action: 'OPERATIONS_PUBLISHED',
        graph: variant.graph,
        variant: variant.name,
        author,
        details: { revision, ...counts },
      });
    return { kind: 'published', revision, counts, isUnchanged: changed.length === 0 };
  });
}

function toKey({ id, clientName }: { readonly id: string; readonly clientName: string }): string {
  return JSON.stringify([id, clientName]);
}

/** Finds the hash under which gateways will report an operation; null if it is not valid now. */
function readUsageHash(
  { id, name, body }: Omit<PersistedOperation, 'usageHash'>,
  schema: GraphQLSchema | undefined,
): string | null {
  const document = parseBody(id, body);
  if (schema === undefined || validate(schema, document).length > 0) return null;
  const names = document.definitions.flatMap((one) =>
    'name' in one && one.name !== undefined ? [one.name.value] : [],
  );
  return normaliseOperation(schema, document, names.includes(name) ? name : undefined).hash;
}

function parseBody(id: string, body: string) {
  try {
    return parse(body, { maxTokens: persistedBounds.tokens });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RegistryRefusal('BAD_USER_INPUT', `The operation ${id} is not a document: ${reason}`);
  }
}

async function storeOperations(
  tx: Transaction,
  variantId: string,
  operations: readonly PersistedOperation[],
): Promise<void> {
  for (let first = 0; first < operations.length; first += 500) {
    await tx
      .insert(persistedOperations)
      .values(operations.slice(first, first + 500).map((one) => ({ ...one, variantId })))
      .onConflictDoUpdate({
        target: [persistedOperations.variantId, persistedOperations.id, persistedOperations.clientName],
        set: { name: sql`excluded.name`, type: sql`excluded.type` },
      });
  }
}

/** Stores the list as it is now, under a new revision if it changed. */
async function storeRevision(
  tx: Transaction,
  variantId: string,
  counts: OperationCounts,
  isChanged: boolean,
): Promise<number> {
  const [known] = await tx
    .select({ revision: persistedLists.revision })
    .from(persistedLists)
    .where(eq(persistedLists.variantId, variantId));
  if (!isChanged) return known?.revision ?? 0;
  const revision = (known?.revision ?? 0) + 1;
  const manifestHash = await storeDocument(tx, formatManifest(await loadPersisted(tx, variantId)));
  await tx.insert(persistedManifests).values({ hash: manifestHash }).onConflictDoNothing();
  const list = { revision, counts, manifestHash };
  await tx
    .insert(persistedLists)
    .values({ variantId, ...list })
    .onConflictDoUpdate({ target: persistedLists.variantId, set: list });
  return revision;
}
