import type DataLoader from 'dataloader';
import { asc, desc, eq, inArray, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { createListLoader } from '#platform/graphql/list-loader.ts';
import { documents, launches, launchParts, subgraphVersions } from '../../graphs/tables.ts';
import type { LaunchModel, SubgraphModel } from '../models.ts';

/** Loads launches and what they composed for one request. */
export interface LaunchLoaders {
  readonly launchById: DataLoader<string, LaunchModel | null>;
  readonly newestLaunchByVariant: DataLoader<string, LaunchModel | null>;
  /** The id of the launch whose supergraph ran before a launch, by the id of that. */
  readonly previousIdByLaunch: DataLoader<string, PreviousLaunch | null>;
  /** The versions that a launch composed, by name. */
  readonly versionsByLaunch: DataLoader<string, readonly VersionOfLaunch[]>;
  readonly documentByHash: DataLoader<string, typeof documents.$inferSelect | null>;
}

interface PreviousLaunch {
  readonly launchId: string;
  readonly previousId: string;
}

interface VersionOfLaunch {
  readonly launchId: string;
  readonly version: SubgraphModel;
}

/** Creates the loaders of launches. */
export function createLaunchLoaders(db: PostgresJsDatabase): LaunchLoaders {
  return {
    launchById: createEntityLoader(
      (ids) =>
        db
          .select()
          .from(launches)
          .where(inArray(launches.id, [...ids])),
      ({ id }) => id,
    ),
    newestLaunchByVariant: createEntityLoader(
      (ids) =>
        db
          .selectDistinctOn([launches.variantId])
          .from(launches)
          .where(inArray(launches.variantId, [...ids]))
          .orderBy(launches.variantId, desc(launches.number)),
      ({ variantId }) => variantId,
    ),
    previousIdByLaunch: createEntityLoader(
      (ids) => findPreviousIds(db, ids),
      ({ launchId }) => launchId,
    ),
    versionsByLaunch: createListLoader(
      (ids) =>
        db
          .select({ launchId: launchParts.launchId, version: subgraphVersions })
          .from(launchParts)
          .innerJoin(subgraphVersions, eq(subgraphVersions.id, launchParts.versionId))
          .where(inArray(launchParts.launchId, [...ids]))
          .orderBy(asc(subgraphVersions.name)),
      ({ launchId }) => launchId,
    ),
    documentByHash: createEntityLoader(
      (hashes) =>
        db
          .select()
          .from(documents)
          .where(inArray(documents.hash, [...hashes])),
      ({ hash }) => hash,
    ),
  };
}

/** Whatever composed ran at once, so the newest launch before that composed ran before. */
function findPreviousIds(
  db: PostgresJsDatabase,
  ids: readonly string[],
): Promise<readonly (PreviousLaunch & Record<string, unknown>)[]> {
  return db.execute<PreviousLaunch & Record<string, unknown>>(sql`
    select one.id as "launchId", previous.id as "previousId"
    from registry.launches one
    join lateral (
      select id from registry.launches
      where variant_id = one.variant_id and number < one.number and supergraph_hash is not null
      order by number desc limit 1
    ) previous on true
    where one.id = any(${toPgArray(ids)}::text::uuid[])`);
}
