import type DataLoader from 'dataloader';
import { type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';

/** The facts that are known of an operation that a change fails. */
interface AffectedOperationFacts {
  readonly variantId: string;
  readonly hash: string;
  readonly name: string | null;
  readonly text: string;
  readonly isPersisted: boolean;
}

/** An operation of a variant by its hash. */
export function toOperationKey({
  variantId,
  hash,
}: Pick<AffectedOperationFacts, 'variantId' | 'hash'>): string {
  return `${variantId}/${hash}`;
}

/** Loads operations that were reported or persisted, by `toOperationKey`, for one request. */
export function createAffectedLoader(
  db: PostgresJsDatabase,
): DataLoader<string, AffectedOperationFacts | null> {
  return createEntityLoader((keys) => findOperations(db, keys), toOperationKey);
}

/** A persisted operation that was not valid when it was published has no hash of reports; checks name it by that of its text. */
function findOperations(
  db: PostgresJsDatabase,
  keys: readonly string[],
): Promise<readonly (AffectedOperationFacts & Record<string, unknown>)[]> {
  return db.execute<AffectedOperationFacts & Record<string, unknown>>(sql`
    with wanted as (
      select split_part(key, '/', 1)::uuid as variant_id, split_part(key, '/', 2) as hash
      from unnest(${toPgArray(keys)}::text::text[]) key
    ),
    persisted as (
      select variant_id, coalesce(usage_hash, encode(sha256(convert_to(body, 'UTF8')), 'hex')) as hash,
        min(name) as name, min(body) as body
      from registry.persisted_operations
      where variant_id in (select variant_id from wanted)
      group by 1, 2
    )
    select wanted.variant_id as "variantId", wanted.hash, coalesce(used.name, persisted.name) as name,
      coalesce(used.text, persisted.body) as text, persisted.hash is not null as "isPersisted"
    from wanted
    left join registry.usage_operations used on used.variant_id = wanted.variant_id and used.hash = wanted.hash
    left join persisted on persisted.variant_id = wanted.variant_id and persisted.hash = wanted.hash
    where used.id is not null or persisted.hash is not null`);
}
