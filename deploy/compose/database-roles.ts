import type { ContextRole } from '#platform/database/provision.ts';

/** What the role of a context may do besides owning its schema. */
type RoleRights = Omit<ContextRole, 'name' | 'password'>;

/** No role takes all connections of the server from the others. */
const usual: RoleRights = { maxConnections: 60 };
const readsLog: RoleRights = { ...usual, groups: ['event_log_reader'] };
const writesLog: RoleRights = { ...usual, groups: ['event_log_writer'] };

/** Each bounded context, the event log and the other owners of tables, with the rights of its login role. */
export const databaseRoles = {
  customer: usual,
  product: usual,
  // Makes temporary tables for whoever imports invoices through its functions, and its relay appends to the log.
  billing: { ...writesLog, makesTemporaryTables: true },
  gateway: usual,
  event_log: usual,
  sink: readsLog,
  statistics: readsLog,
  batch: usual,
  // It reads once, after a restart: where it left off.
  simulator: { ...usual, groups: ['event_log_reader', 'event_log_writer'] },
} as const satisfies Record<string, RoleRights>;

export type Context = keyof typeof databaseRoles;

export const contexts = Object.keys(databaseRoles) as Context[];
