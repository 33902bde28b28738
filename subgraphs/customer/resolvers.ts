import { getCaller } from '#platform/graphql/caller.ts';
import { toConnection } from '#platform/graphql/connection.ts';
import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { scalars } from '#schema/scalars.ts';
import { toAddress } from './customers/address.ts';
import { toCondition, toKeysetOrder } from './customers/customer-list.ts';
import type { CustomerService } from './customers/customer-service.ts';
import { countCustomers, listCustomers } from './customers/customer-store.ts';
import type { Resolvers } from './generated/types.ts';

/** From the API's fields to what answers them. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    customer: (_root, { id }, { customerById }) => customerById.load(toEntityKey(id)),
    customers: async (_root, given, { db, principal }) => {
      const { filter, orderBy, ...args } = readArguments(given);
      const order = toKeysetOrder(orderBy);
      const page = parsePage(args, order.name);
      const condition = toCondition(filter, {
        mayReadEmail: principal?.roles.has('CUSTOMER_MANAGER') === true,
      });
      const rows = await listCustomers(db, page, order, condition);
      return toConnection(
        page,
        rows,
        ({ customer }) => customer,
        () => countCustomers(db, condition),
      );
    },
  },
  Mutation: {
    createCustomer: (_root, { input }, context) =>
      toPayload(context.customers.create(input, getCaller(context).principal)),
    updateCustomer: (_root, { input }, { customers }) => toPayload(customers.update(input)),
    archiveCustomer: (_root, { input }, { customers }) => toPayload(customers.archive(input)),
    restoreCustomer: (_root, { input }, { customers }) => toPayload(customers.restore(input)),
  },
  Customer: {
    __resolveReference: ({ id }, { customerById }) => customerById.load(toEntityKey(id)),
    address: (customer) => toAddress(customer),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
  },
};

async function toPayload(answer: ReturnType<CustomerService['update']>) {
  const { row, userErrors } = await answer;
  return { customer: row, userErrors };
}
