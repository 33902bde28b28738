import type { Connection } from '#platform/graphql/connection.ts';
import type { contacts, contactVersions } from './contact-tables.ts';
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

/** The parent value of the resolvers of `CustomerContact`: the row. */
export type CustomerContactModel = typeof contacts.$inferSelect;
export type CustomerContactConnectionModel = Connection<CustomerContactModel>;
export type CustomerContactEdgeModel = CustomerContactConnectionModel['edges'][number];

/** The parent value of the resolvers of `ContactVersion`: the row. */
export type ContactVersionModel = typeof contactVersions.$inferSelect;

/** The parent value of the resolvers of `RequestFigures`. */
export interface RequestFiguresModel {
  /** By issuer and subject if it is a person. */
  readonly group: string;
  readonly isPerson: boolean;
  readonly opened: number;
  readonly closed: number;
  readonly overdue: number;
  readonly medianSecondsToClose: number | null;
}

/** The parent value of the resolvers of `ContactFigures`. */
export interface ContactFiguresModel {
  /** By issuer and subject if it is a person. */
  readonly group: string;
  readonly isPerson: boolean;
  readonly count: number;
  readonly minutes: number;
}
