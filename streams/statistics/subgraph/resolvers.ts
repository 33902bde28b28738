import { GraphQLError } from 'graphql';
import { readArguments } from '#schema/read-arguments.ts';
import { scalars } from '#schema/scalars.ts';
import { PositionError } from '../received/load-received.ts';
import { parseAfter, parseCustomerKey, parseTotals } from './arguments.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { mapEvents } from './map-events.ts';

/** From the API's fields to what answers them. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Cursor: scalars.Cursor,
  Date: scalars.Date,
  Query: {
    liveTotals: (_root, args, { statistics }) => statistics.liveTotals(args).read(),
    customerTotals: (_root, args, { statistics }) => statistics.customerTotals(parseTotals(args)).read(),
    customerTotal: (_root, args, { statistics }) =>
      statistics.customerTotal(parseCustomerKey(args), args).read(),
  },
  Subscription: {
    liveTotals: {
      subscribe: (_root, args, { statistics }) =>
        mapEvents(statistics.liveTotals(args).follow(), (liveTotals) => ({ liveTotals })),
    },
    customerTotals: {
      subscribe: (_root, args, { statistics }) =>
        mapEvents(statistics.customerTotals(parseTotals(args)).follow(), (customerTotals) => ({
          customerTotals,
        })),
    },
    customerTotal: {
      subscribe: (_root, args, { statistics }) =>
        mapEvents(statistics.customerTotal(parseCustomerKey(args), args).follow(), (customerTotal) => ({
          customerTotal,
        })),
    },
    invoiceReceived: {
      subscribe: async (_root, args, { statistics }) => {
        const { after, includeSimulated } = readArguments(args);
        const which = { after: parseAfter(after), includeSimulated };
        const events = await statistics.followReceived(which).catch((error: unknown) => {
          throw toClientError(error);
        });
        return mapEvents(events, (invoiceReceived) => ({ invoiceReceived }), toClientError);
      },
    },
  },
};

/** A cursor that cannot be continued after is the client's to know of. */
function toClientError(error: unknown): unknown {
  if (!(error instanceof PositionError)) return error;
  const code = error.code === 'POSITION_EXPIRED' ? 'CURSOR_EXPIRED' : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { extensions: { code } });
}
