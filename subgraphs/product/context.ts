import type DataLoader from 'dataloader';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-server.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { RecordStockMovementInput } from './generated/types.ts';
import type { ProductModel } from './models.ts';
import { createProductService, type ProductService } from './products/product-service.ts';
import { findProducts } from './products/product-store.ts';
import { createMovementLoader, type LoadMovements } from './stock/movement-loader.ts';
import { recordStockMovement, type StockMovementPayload } from './stock/stock-service.ts';

/** What the resolvers of one request share. */
export interface Context extends SubgraphContext {
  /** For what the request reads. */
  readonly db: PostgresJsDatabase;
  readonly products: ProductService;
  recordStockMovement(principal: Principal, input: RecordStockMovementInput): Promise<StockMovementPayload>;
  /** Products by id, in lower case, in batches. */
  readonly productById: DataLoader<string, ProductModel | null>;
  readonly loadMovements: LoadMovements;
}

/** Makes the context of each request. */
export function createContextFactory(db: PostgresJsDatabase): ContextFactory<Context> {
  const products = createProductService(db);
  return (base, reader) => ({
    ...base,
    db: reader,
    products,
    recordStockMovement: (principal, input) => recordStockMovement(db, principal, input),
    productById: createEntityLoader(
      (ids) => findProducts(reader, ids),
      ({ id }) => id,
    ),
    loadMovements: createMovementLoader(reader),
  });
}
