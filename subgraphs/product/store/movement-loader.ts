import DataLoader from 'dataloader';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Page } from '#platform/graphql/page.ts';
import { listMovements, type MovementRow } from './movement-store.ts';

/** Loads a page of one product's journal. */
export type LoadMovements = (productId: string, page: Page) => Promise<MovementRow[]>;

/**
 * Loads pages of stock journals in batches: products with the same page share one statement. It must not live longer
 * than one request.
 */
export function createMovementLoader(db: PostgresJsDatabase): LoadMovements {
  const loaders = new Map<string, DataLoader<string, MovementRow[]>>();
  return (productId, page) => {
    const name = JSON.stringify(page);
    const loader = loaders.get(name) ?? createPageLoader(db, page);
    loaders.set(name, loader);
    return loader.load(productId);
  };
}

function createPageLoader(db: PostgresJsDatabase, page: Page): DataLoader<string, MovementRow[]> {
  return new DataLoader(
    async (productIds) => {
      const rows = await listMovements(db, productIds, page);
      const journals = Map.groupBy(rows, ({ movement }) => movement.productId);
      return productIds.map((id) => journals.get(id) ?? []);
    },
    // A request that records movements must see them.
    { maxBatchSize: 1000, cache: false },
  );
}
