import { GraphQLError } from 'graphql';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { mapEvents } from '#platform/graphql/map-events.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { parseAuditCursor } from '../domain/audit-cursor.ts';
import { AuditPositionError, followEntries } from '../feed/follow-entries.ts';
import type { SubscriptionResolvers } from '../generated/resolvers.ts';
import { toAuditCondition } from '../store/audit-filter.ts';

export const auditSubscriptions: SubscriptionResolvers = {
  auditEntryAdded: {
    subscribe: async (_root, given, context) => {
      const args = readArguments(given);
      const { writer, changes, signal = new AbortController().signal } = context;
      const events = await followEntries(writer, {
        condition: toAuditCondition(args.filter),
        after: parseAfter(args.after),
        changes,
        signal,
      }).catch((error: unknown) => {
        throw toClientError(error);
      });
      return mapEvents(events, (entry) => ({ auditEntryAdded: { entry } }), toClientError);
    },
  },
};

/**
 * Reads the position after which entries are requested; undefined for new entries only.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
function parseAfter(after: string | null | undefined): bigint | undefined {
  if (after === null || after === undefined) return undefined;
  const position = parseAuditCursor(after);
  if (position !== undefined) return position;
  throw createBadInputError('`after` must be a cursor of `auditEntries` or `auditEntryAdded`.');
}

/** Tells the client that entries cannot be continued after its cursor; other errors stay as they are. */
function toClientError(error: unknown): unknown {
  if (!(error instanceof AuditPositionError)) return error;
  const code = error.code === 'POSITION_EXPIRED' ? 'CURSOR_EXPIRED' : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { extensions: { code } });
}
