import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import type { MutationResolvers } from './generated/resolvers.ts';

/** The audit entries of the mutations. */
export const productAudit: AuditedMutations<keyof MutationResolvers> = {
  createProduct: { action: 'PRODUCT_CREATED', level: 'INFO', object: 'Product' },
  updateProduct: { action: 'PRODUCT_UPDATED', level: 'INFO', object: 'Product' },
  archiveProduct: { action: 'PRODUCT_ARCHIVED', level: 'INFO', object: 'Product' },
  restoreProduct: { action: 'PRODUCT_RESTORED', level: 'INFO', object: 'Product' },
  recordStockMovement: {
    action: 'STOCK_MOVED',
    level: 'INFO',
    object: 'StockMovement',
    names: { field: 'productId', object: 'Product' },
  },
  reserveStock: {
    action: 'STOCK_RESERVED',
    level: 'INFO',
    object: 'StockReservation',
    names: { field: 'reservationId', object: 'StockReservation' },
  },
  releaseStock: {
    action: 'STOCK_RELEASED',
    level: 'INFO',
    object: 'StockReservation',
    names: { field: 'reservationId', object: 'StockReservation' },
  },
};
