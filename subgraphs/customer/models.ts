import type { Connection } from '#platform/graphql/connection.ts';
import type { customers } from './tables.ts';

/** The parent value of the resolvers of `Customer`: the row. */
export type CustomerModel = typeof customers.$inferSelect;
export type CustomerConnectionModel = Connection<CustomerModel>;
export type CustomerEdgeModel = CustomerConnectionModel['edges'][number];
