import { customType, index, pgSchema, text, timestamp } from '#platform/database/drizzle-tables.ts';

/** The bounded context of the gateway itself; no subgraph's role reaches it. */
const gatewaySchema = pgSchema('gateway');

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** One signed-in browser. */
export const sessions = gatewaySchema.table(
  'session',
  {
    /** SHA-256 of the id in the cookie. */
    idHash: bytea('id_hash').primaryKey(),
    subject: text('subject').notNull(),
    /** `sid` of the ID token: the session at the provider, when it names one. */
    providerSessionId: text('provider_session_id'),
    username: text('username').notNull(),
    roles: text('roles').array().notNull(),
    /** The tokens, encrypted; see session-tokens.ts. */
    sealedTokens: bytea('sealed_tokens').notNull(),
    accessExpiresAt: moment('access_expires_at').notNull(),
    /** When it ends unless it is used before; never after `absoluteEndsAt`. */
    endsAt: moment('ends_at').notNull(),
    absoluteEndsAt: moment('absolute_ends_at').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** The latest use, noted about twice a minute. */
    lastUsedAt: moment('last_used_at').notNull().defaultNow(),
    /** `User-Agent` of the sign-in, cut; null if there was none. */
    userAgent: text('user_agent'),
  },
  (table) => [
    index('session_subject').on(table.subject),
    index('session_provider_session_id').on(table.providerSessionId),
    index('session_ends_at').on(table.endsAt),
  ],
);

/** Values good for one use, remembered until nobody would accept them anyway: `state` of logins, `jti` of logout tokens. */
export const spentValues = gatewaySchema.table(
  'spent_value',
  {
    valueHash: bytea('value_hash').primaryKey(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('spent_value_expires_at').on(table.expiresAt)],
);
