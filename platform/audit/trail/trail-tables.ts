import {
  bigint,
  customType,
  integer,
  pgSchema,
  text,
  timestamp,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import type { ActorKind, AuditLevel, AuditOutcome } from '../audit-entry.ts';

const auditTrail = pgSchema('audit_trail');
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The entries as `migrations/` makes them, for whoever reads them; the content is null once it was blanked. */
export const trailEntries = auditTrail.table('entries', {
  number: bigint({ mode: 'bigint' }).primaryKey(),
  id: uuid().notNull(),
  at: instant('at').notNull(),
  level: text().$type<AuditLevel>().notNull(),
  hash: bytes().notNull(),
  actorId: text('actor_id'),
  actorKind: text('actor_kind').$type<ActorKind>(),
  clientId: text('client_id'),
  address: text(),
  requestId: text('request_id'),
  source: text(),
  action: text(),
  objectType: text('object_type'),
  objectId: text('object_id'),
  outcome: text().$type<AuditOutcome>(),
  code: text(),
  count: integer(),
  redactedAt: instant('redacted_at'),
});

/** The last entry of each removal from the beginning of the chain. */
export const trailAnchors = auditTrail.table('anchors', {
  number: bigint({ mode: 'bigint' }).primaryKey(),
});
