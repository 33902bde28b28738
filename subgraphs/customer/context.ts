import type DataLoader from 'dataloader';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { CustomerModel } from './models.ts';
import { findCustomers } from './store/customer-store.ts';
import { type CustomerUseCases, createCustomerUseCases } from './use-cases/customer-use-cases.ts';

/** The values that the resolvers of one request share. */
export interface CustomerContext extends SubgraphContext {
  /** Reads for the request; its statements end if the caller is gone. */
  readonly db: PostgresJsDatabase;
  readonly customers: CustomerUseCases;
  /** Customers by id, in lower case, in batches. */
  readonly customerById: DataLoader<string, CustomerModel | null>;
}

/** Creates the context of each request. */
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
