import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createManagedEntity, type ManagedEntity } from '#platform/graphql/managed-entity.ts';
import type { UserErrorCode } from '../generated/types.ts';
import type { CustomerModel } from '../models.ts';
import { type CustomerFieldsInput, isComplete, parseCustomerFields } from './customer-fields.ts';
import {
  findCustomers,
  findIdByExternalReference,
  insertCustomer,
  updateCustomer,
} from './customer-store.ts';

/** What people do with customers. */
export type CustomerService = ManagedEntity<CustomerModel, CustomerFieldsInput, UserErrorCode>;

export function createCustomerService(db: PostgresJsDatabase): CustomerService {
  return createManagedEntity(db, {
    noun: 'customer',
    createOperation: 'createCustomer',
    parse: parseCustomerFields,
    isComplete,
    unique: {
      field: 'externalReference',
      message: 'Another customer has this external reference.',
      valueOf: (changes) => changes.externalReference,
    },
    find: async (id) => (await findCustomers(db, [id]))[0],
    findIdByUnique: (reference) => findIdByExternalReference(db, reference),
    insert: (tx, id, fields) => insertCustomer(tx, { id, ...fields }),
    update: (id, version, changes) => updateCustomer(db, id, version, changes),
  });
}
