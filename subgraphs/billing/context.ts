import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import { today } from '#schema/calendar/day.ts';
import { type ArchiveOptions, DocumentArchive } from './documents/document-archive.ts';
import { SearchSamples } from './search/search-samples.ts';
import { createLoaders, type Loaders } from './store/loaders.ts';
import { SellerRecords } from './store/seller-records.ts';
import type { Billing } from './use-cases/billing.ts';

/** The context of billing's resolvers. */
export interface BillingContext extends SubgraphContext {
  readonly billing: Billing;
  /** Reads for the request; its statements end if the caller is gone. */
  readonly db: PostgresJsDatabase;
  /** Created for each request. */
  readonly loaders: Loaders;
  /** The seller's day at the time of the request. */
  readonly today: string;
}

/** Everything that the use cases need besides the database. */
export type Surroundings = Omit<Billing, 'db' | 'sellerRecords' | 'searchSamples' | 'documentArchive'> &
  Pick<ArchiveOptions, 'documents'>;

/** Creates the context of each request. */
export function createBillingContexts(
  db: PostgresJsDatabase,
  surroundings: Surroundings,
): ContextFactory<BillingContext> {
  const billing = {
    db,
    ...surroundings,
    sellerRecords: new SellerRecords(db, surroundings),
    searchSamples: new SearchSamples(db),
    documentArchive: new DocumentArchive({ db, ...surroundings }),
  };
  return (base, reader) => {
    const day = today(billing.clock, billing.seller.timeZone);
    return { ...base, billing, db: reader, today: day, loaders: createLoaders(reader, day) };
  };
}
