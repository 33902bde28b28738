import type DataLoader from 'dataloader';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { RecordStockMovementInput, ReleaseStockInput, ReserveStockInput } from './generated/types.ts';
import type { ProductModel } from './models.ts';
import { createMovementLoader, type LoadMovements } from './store/movement-loader.ts';
import { findProducts } from './store/product-store.ts';
import { createProductUseCases, type ProductUseCases } from './use-cases/product-use-cases.ts';
import { recordStockMovement, type StockMovementPayload } from './use-cases/record-stock-movement.ts';
import { type ReleasePayload, releaseStock } from './use-cases/release-stock.ts';
import { type ReservationPayload, reserveStock } from './use-cases/reserve-stock.ts';

/** The values that the resolvers of one request share. */
export interface ProductContext extends SubgraphContext {
  /** Reads for the request; its statements end if the caller is gone. */
  readonly db: PostgresJsDatabase;
  readonly products: ProductUseCases;
  recordStockMovement(principal: Principal, input: RecordStockMovementInput): Promise<StockMovementPayload>;
  reserveStock(principal: Principal, input: ReserveStockInput): Promise<ReservationPayload>;
  releaseStock(principal: Principal, input: ReleaseStockInput): Promise<ReleasePayload>;
  /** Products by id, in lower case, in batches. */
  readonly productById: DataLoader<string, ProductModel | null>;
  readonly loadMovements: LoadMovements;
}

/** Creates the context of each request. */
export function createProductContexts(db: PostgresJsDatabase): ContextFactory<ProductContext> {
  const products = createProductUseCases(db);
  return (base, reader) => ({
    ...base,
    db: reader,
    products,
    recordStockMovement: (principal, input) => recordStockMovement(db, principal, input),
    reserveStock: (principal, input) => reserveStock(db, principal, input),
    releaseStock: (principal, input) => releaseStock(db, principal, input),
    productById: createEntityLoader(
      (ids) => findProducts(reader, ids),
      ({ id }) => id,
    ),
    loadMovements: createMovementLoader(reader),
  });
}
