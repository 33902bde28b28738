import { createManagedEntity, type ManagedEntity } from '#kernel/managed-entity.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { CustomerModel } from '../models.ts';
import { type CustomerFieldsInput, parseCustomerFields, toNewCustomer } from './customer-fields.ts';
import {
  findCustomers,
  findIdByExternalReference,
  insertCustomer,
  updateCustomer,
} from './customer-store.ts';

/** What people do with customers. */
export type CustomerService = ManagedEntity<CustomerModel, CustomerFieldsInput>;

export function createCustomerService(db: PostgresJsDatabase): CustomerService {
  return createManagedEntity(db, {
    noun: 'customer',
    createOperation: 'createCustomer',
    parse: parseCustomerFields,
    unique: {
      field: 'externalReference',
      message: 'Another customer has this external reference.',
      valueOf: (changes) => changes.externalReference,
    },
    find: async (id) => (await findCustomers(db, [id]))[0],
    findIdByUnique: (reference) => findIdByExternalReference(db, reference),
    insert: (tx, id, changes) => insertCustomer(tx, { id, ...toNewCustomer(changes) }),
    update: (id, version, changes) => updateCustomer(db, id, version, changes),
  });
}
