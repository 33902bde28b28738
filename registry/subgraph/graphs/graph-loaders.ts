import type DataLoader from 'dataloader';
import { asc, eq, inArray, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { createListLoader } from '#platform/graphql/list-loader.ts';
import { heads, subgraphVersions, variants } from '../../graphs/tables.ts';
import type { GraphVariantModel, SubgraphModel } from '../models.ts';

/** Loads variants and their subgraphs for one request. */
export interface GraphLoaders {
  readonly variantById: DataLoader<string, GraphVariantModel | null>;
  /** By name. */
  readonly variantsByGraph: DataLoader<string, readonly GraphVariantModel[]>;
  /** The newest version of each subgraph of a variant, by name. */
  readonly headsByVariant: DataLoader<string, readonly SubgraphModel[]>;
}

/** Creates the loaders of graphs. */
export function createGraphLoaders(db: PostgresJsDatabase): GraphLoaders {
  return {
    variantById: createEntityLoader(
      (ids) =>
        db
          .select()
          .from(variants)
          .where(inArray(variants.id, [...ids])),
      ({ id }) => id,
    ),
    variantsByGraph: createListLoader(
      (graphs) =>
        db
          .select()
          .from(variants)
          .where(inArray(variants.graph, [...graphs]))
          .orderBy(asc(variants.name)),
      ({ graph }) => graph,
    ),
    headsByVariant: createListLoader(
      async (ids) => {
        const rows = await db
          .select({ version: subgraphVersions })
          .from(heads)
          .innerJoin(subgraphVersions, eq(subgraphVersions.id, heads.versionId))
          .where(inArray(heads.variantId, [...ids]))
          .orderBy(asc(heads.name));
        return rows.map(({ version }) => version);
      },
      ({ variantId }) => variantId,
    ),
  };
}
