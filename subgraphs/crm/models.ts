import type { Connection } from '#platform/graphql/connection.ts';
import type { requestHistory, requests } from './request-tables.ts';

export type { EntityReference } from '#platform/graphql/entity-reference.ts';

/** The parent value of the resolvers of `CustomerRequest`: the row. */
export type CustomerRequestModel = typeof requests.$inferSelect;
export type CustomerRequestConnectionModel = Connection<CustomerRequestModel>;
export type CustomerRequestEdgeModel = CustomerRequestConnectionModel['edges'][number];

/** The parent value of the resolvers of `RequestHistoryEntry`: the row. */
export type RequestHistoryEntryModel = typeof requestHistory.$inferSelect;
export type RequestHistoryConnectionModel = Connection<RequestHistoryEntryModel>;
export type RequestHistoryEdgeModel = RequestHistoryConnectionModel['edges'][number];
