import type { Connection } from '#platform/graphql/connection.ts';
import type { customers } from './tables.ts';

/** A customer as resolvers hand it on: the row. */
export type CustomerModel = typeof customers.$inferSelect;
export type CustomerConnectionModel = Connection<CustomerModel>;
export type CustomerEdgeModel = CustomerConnectionModel['edges'][number];
