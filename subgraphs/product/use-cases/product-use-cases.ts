import { createManagedEntity, type ManagedEntity } from '#kernel/managed-entity.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { type ProductFieldsInput, parseProductFields, toNewProduct } from '../domain/product-fields.ts';
import type { ProductModel } from '../models.ts';
import { findProductBySku, findProducts, insertProduct, updateProduct } from '../store/product-store.ts';

/** The use cases of products, except those of stock. */
export type ProductUseCases = ManagedEntity<ProductModel, ProductFieldsInput>;

export function createProductUseCases(db: PostgresJsDatabase): ProductUseCases {
  return createManagedEntity(db, {
    noun: 'product',
    createOperation: 'createProduct',
    parse: parseProductFields,
    unique: {
      field: 'sku',
      message: 'Another product has this stock keeping unit.',
      constraint: 'products_sku_key',
      valueOf: (changes) => changes.sku,
    },
    find: async (id) => (await findProducts(db, [id]))[0],
    findIdByUnique: async (sku) => (await findProductBySku(db, sku))?.id,
    insert: (tx, id, changes) => insertProduct(tx, { id, ...toNewProduct(changes) }),
    update: (tx, id, version, changes) => updateProduct(tx, id, version, changes),
  });
}
