import type { RoleRights, SystemService } from './service.ts';
import { services } from './services.ts';

/** A service that owns a role and a schema, or the event log or the audit trail, which no service owns. */
export type Context =
  | Extract<(typeof services)[number], { readonly rights: object }>['name']
  | 'event_log'
  | 'audit_trail';

const ownRoles = services.flatMap(({ name, rights }: SystemService) =>
  rights === undefined ? [] : [[name, rights] as const],
);

/** The owners of tables, with the rights of their login roles. */
export const databaseRoles = Object.fromEntries([
  ...ownRoles,
  ['event_log', { maxConnections: 60 }],
  ['audit_trail', { maxConnections: 5 }],
]) as Readonly<Record<Context, RoleRights>>;

export const contexts = Object.keys(databaseRoles) as Context[];

/** The variable that tells a container the password of a context's role. */
export function toPasswordVariable(context: string): string {
  return `${context.toUpperCase()}_DATABASE_PASSWORD`;
}
