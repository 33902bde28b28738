import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import { today } from '#schema/calendar/day.ts';
import { createLoaders, type Loaders } from './store/loaders.ts';
import type { Billing } from './use-cases/billing.ts';

/** What every resolver of billing is given. */
export interface BillingContext extends SubgraphContext {
  readonly billing: Billing;
  /** For what the request reads. */
  readonly db: PostgresJsDatabase;
  /** They live as long as the request. */
  readonly loaders: Loaders;
  /** The seller's day on which the request came. */
  readonly today: string;
}

/** What billing works with besides its database. */
export type Surroundings = Omit<Billing, 'db'>;

/** Makes the context of each request. */
export function createBillingContexts(
  db: PostgresJsDatabase,
  surroundings: Surroundings,
): ContextFactory<BillingContext> {
  const billing = { db, ...surroundings };
  return (base, reader) => {
    const day = today(billing.clock, billing.seller.timeZone);
    return { ...base, billing, db: reader, today: day, loaders: createLoaders(reader, day) };
  };
}
