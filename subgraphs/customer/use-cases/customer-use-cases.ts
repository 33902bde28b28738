import { createManagedEntity, type ManagedEntity } from '#kernel/managed-entity.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import {
  type CustomerChanges,
  type CustomerFieldsInput,
  parseCustomerFields,
  toNewCustomer,
} from '../domain/customer-fields.ts';
import type { CustomerModel } from '../models.ts';
import {
  findCustomers,
  findIdByExternalReference,
  insertCustomer,
  updateCustomer,
} from '../store/customer-store.ts';

/** The use cases of customers. */
export type CustomerUseCases = ManagedEntity<CustomerModel, CustomerFieldsInput>;

export function createCustomerUseCases(db: PostgresJsDatabase): CustomerUseCases {
  return createManagedEntity<CustomerModel, CustomerFieldsInput, CustomerChanges>(db, {
    noun: 'customer',
    createOperation: 'createCustomer',
    parse: parseCustomerFields,
    unique: {
      field: 'externalReference',
      message: 'Another customer has this external reference.',
      constraint: 'customers_external_reference_key',
      valueOf: (changes) => changes.externalReference,
    },
    find: async (id) => (await findCustomers(db, [id]))[0],
    findIdByUnique: (reference) => findIdByExternalReference(db, reference),
    insert: (tx, id, changes) => insertCustomer(tx, { id, ...toNewCustomer(changes) }),
    update: (tx, id, version, changes) => updateCustomer(tx, id, version, changes),
  });
}
