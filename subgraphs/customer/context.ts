import type DataLoader from 'dataloader';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { CustomerModel } from './models.ts';
import { findCustomers } from './store/customer-store.ts';
import { type CustomerUseCases, createCustomerUseCases } from './use-cases/customer-use-cases.ts';

/** What the resolvers of one request share. */
export interface CustomerContext extends SubgraphContext {
  /** For what the request reads. */
  readonly db: PostgresJsDatabase;
  readonly customers: CustomerUseCases;
  /** Customers by id, in lower case, in batches. */
  readonly customerById: DataLoader<string, CustomerModel | null>;
}

/** Makes the context of each request. */
export function createCustomerContexts(db: PostgresJsDatabase): ContextFactory<CustomerContext> {
  const customers = createCustomerUseCases(db);
  return (base, reader) => ({
    ...base,
    db: reader,
    customers,
    customerById: createEntityLoader(
      (ids) => findCustomers(reader, ids),
      ({ id }) => id,
    ),
  });
}
