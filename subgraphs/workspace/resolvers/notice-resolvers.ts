import { GraphQLError } from 'graphql';
import { retryWhileFollowed } from '#platform/database/retry-while-followed.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { mapEvents } from '#platform/graphql/map-events.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { formatNoticeCursor, parseNoticeCursor } from '../domain/notice-cursor.ts';
import { toViewer } from '../domain/viewer.ts';
import { followNotices, NoticePositionError } from '../feed/follow-notices.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { countUnread } from '../store/find-notices.ts';
import { meetCaller } from './meet-caller.ts';

/** The functions that answer the fields of notices. */
export const noticeResolvers = {
  Subscription: {
    noticeAdded: {
      subscribe: async (_root, args, context) => {
        const viewer = toViewer(getCaller(context).principal);
        const after = parseAfter(readArguments(args).after);
        const { writer: db, changes, signal = new AbortController().signal } = context;
        await retryWhileFollowed(() => meetCaller(context, viewer), signal);
        const events = await followNotices(db, viewer, { after, changes, signal }).catch((error: unknown) => {
          throw toClientError(error);
        });
        return mapEvents(events, (notice) => ({ noticeAdded: { notice, viewer } }), toClientError);
      },
    },
  },
  Notice: {
    occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
    invoice: ({ details }) => toReference(details.invoiceId),
    product: ({ details }) => toReference(details.productId),
    importJob: ({ details }) => toReference(details.importJobId),
    request: ({ details }) => toReference(details.requestId),
    amount: ({ details }) => details.amount ?? null,
    approval: ({ details }) => details.approval ?? null,
    dueDate: ({ details }) => details.dueDate ?? null,
    deadline: ({ details }) => details.deadline ?? null,
    stock: ({ details }) => details.stock ?? null,
    import: ({ details }) => details.import ?? null,
    rights: ({ details: { rights } }) =>
      rights === undefined ? null : { added: [...rights.added], removed: [...rights.removed] },
  },
  NoticeConnection: {
    edges: ({ edges }) => [...edges],
    unreadCount: ({ viewer }, _args, { db }) => countUnread(db, viewer),
    cursor: ({ end }) => formatNoticeCursor(end),
  },
  NoticeAdded: {
    cursor: ({ notice }) => formatNoticeCursor(notice.position),
    unreadCount: ({ viewer }, _args, { db }) => countUnread(db, viewer),
  },
} satisfies Resolvers;

function toReference(id: string | undefined): { id: string } | null {
  return id === undefined ? null : { id };
}

/**
 * Reads the position after which notices are requested; undefined for new notices only.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
function parseAfter(after: string | null | undefined): bigint | undefined {
  if (after === null || after === undefined) return undefined;
  const position = parseNoticeCursor(after);
  if (position !== undefined) return position;
  throw createBadInputError('`after` must be a cursor of `notices` or `noticeAdded`.');
}

/** Tells the client that notices cannot be continued after its cursor; other errors stay as they are. */
function toClientError(error: unknown): unknown {
  if (!(error instanceof NoticePositionError)) return error;
  const code = error.code === 'POSITION_EXPIRED' ? 'CURSOR_EXPIRED' : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { extensions: { code } });
}
