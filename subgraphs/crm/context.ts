import DataLoader from 'dataloader';
import { type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { createListLoader } from '#platform/graphql/list-loader.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import { contacts } from './contact-tables.ts';
import type { Crm, CrmParts } from './crm-parts.ts';
import { type RequestViewer, toRequestViewer } from './domain/viewer.ts';
import type { ContactVersionModel, CustomerContactModel, CustomerRequestModel } from './models.ts';
import { requestHistory, requests } from './request-tables.ts';
import { findContacts, findContactVersions } from './store/contact-store.ts';
import { findDisputed } from './store/find-disputed.ts';
import { OwnedPages } from './store/owned-pages.ts';
import { PeopleRegister } from './store/people-register.ts';
import { findRequests, isForViewer } from './store/request-store.ts';

/** The values that the resolvers of one request share. */
export interface CrmContext extends SubgraphContext {
  /** Reads for the request; its statements end if the caller is gone. */
  readonly db: PostgresJsDatabase;
  readonly crm: Crm;
  readonly people: PeopleRegister;
  readonly loaders: CrmLoaders;
}

/** Loads what several objects of one request need, by one statement for all of them. */
interface CrmLoaders {
  readonly request: DataLoader<string, CustomerRequestModel | null>;
  readonly isDisputed: DataLoader<string, boolean>;
  readonly history: OwnedPages<typeof requestHistory>;
  readonly requestsOfInvoice: OwnedPages<typeof requests>;
  readonly requestsOfCustomer: OwnedPages<typeof requests>;
  readonly contact: DataLoader<string, CustomerContactModel | null>;
  readonly contactVersions: DataLoader<string, readonly ContactVersionModel[]>;
  readonly contactsOfCustomer: OwnedPages<typeof contacts>;
}

/** Creates the context of each request. */
export function createCrmContexts(db: PostgresJsDatabase, parts: CrmParts): ContextFactory<CrmContext> {
  const crm = { ...parts, db };
  const people = new PeopleRegister(db, parts.clock);
  return (base, reader) => {
    const viewer = base.principal === undefined ? nobody : toRequestViewer(base.principal);
    return { ...base, db: reader, crm, people, loaders: createLoaders(reader, viewer) };
  };
}

/** An anonymous caller sees nothing. */
const nobody: RequestViewer = { person: '', subject: '', managesAll: false, managesDisputes: false };

function createLoaders(db: PostgresJsDatabase, viewer: RequestViewer): CrmLoaders {
  const requestsOf = (owner: typeof requests.invoiceId | typeof requests.customerId) =>
    new OwnedPages({
      db,
      table: requests,
      owner,
      // The newest first: ids are UUIDv7.
      order: {
        expression: sql`${requests.id}`,
        type: 'uuid',
        direction: 'DESC',
        id: sql`${requests.id}`,
        name: 'REQUEST DESC',
      },
      toId: ({ id }) => id,
      condition: isForViewer(viewer),
    });
  return {
    request: createEntityLoader(
      (ids) => findRequests(db, ids, viewer),
      ({ id }) => id,
    ),
    isDisputed: new DataLoader<string, boolean>(
      async (ids) => {
        const disputed = await findDisputed(db, ids);
        return ids.map((id) => disputed.has(id));
      },
      { maxBatchSize: 1000 },
    ),
    history: new OwnedPages({
      db,
      table: requestHistory,
      owner: requestHistory.requestId,
      order: {
        expression: sql`${requestHistory.position}`,
        type: 'bigint',
        direction: 'ASC',
        name: 'HISTORY ASC',
      },
      toId: () => '',
    }),
    requestsOfInvoice: requestsOf(requests.invoiceId),
    requestsOfCustomer: requestsOf(requests.customerId),
    contact: createEntityLoader(
      (ids) => findContacts(db, ids),
      ({ id }) => id,
    ),
    contactVersions: createListLoader(
      (ids) => findContactVersions(db, ids),
      ({ contactId }) => contactId,
    ),
    contactsOfCustomer: new OwnedPages({
      db,
      table: contacts,
      owner: contacts.customerId,
      order: {
        expression: sql`${contacts.occurredAt}`,
        type: 'timestamptz',
        direction: 'DESC',
        id: sql`${contacts.id}`,
        name: 'CONTACT DESC',
      },
      toId: ({ id }) => id,
    }),
  };
}
