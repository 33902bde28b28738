import { GraphQLError } from 'graphql';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { mapEvents } from '#platform/graphql/map-events.ts';
import { readArguments } from '#schema/read-arguments.ts';
import type { Resolvers } from '../../subgraph/generated/resolvers.ts';
import type { LiveParts } from '../live.ts';
import { PositionError } from './load-received.ts';
import { type Positions, parsePositions } from './positions.ts';
import { createReceivedApi } from './received-api.ts';

/** Creates the resolvers of `invoiceReceived`; each call has a reader of its own. */
export function createReceivedResolvers(parts: LiveParts) {
  const figure = createReceivedApi(parts);
  return {
    Subscription: {
      invoiceReceived: {
        subscribe: async (_root, args, { signal = new AbortController().signal }) => {
          const { after, includeSimulated } = readArguments(args);
          const which = { after: parseAfter(after), includeSimulated, signal };
          const events = await figure.followReceived(which).catch((error: unknown) => {
            throw toClientError(error);
          });
          return mapEvents(events, (invoiceReceived) => ({ invoiceReceived }), toClientError);
        },
      },
    },
  } satisfies Resolvers;
}

/**
 * Reads the position after which invoices are requested; undefined for new invoices only.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
function parseAfter(after: string | null | undefined): Positions | undefined {
  if (after === null || after === undefined) return undefined;
  const positions = parsePositions(after);
  if (positions === undefined)
    throw createBadInputError('`after` must be a cursor of an invoice received, or of totals.');
  return positions;
}

/** Tells the client that invoices cannot be continued after its cursor; other errors stay as they are. */
function toClientError(error: unknown): unknown {
  if (!(error instanceof PositionError)) return error;
  const code = error.code === 'POSITION_EXPIRED' ? 'CURSOR_EXPIRED' : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { extensions: { code } });
}
