import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { listCustomers } from '../store/list-customers.ts';
import { findMailRecipients } from './mail-recipients.ts';

export const customerQueries: QueryResolvers = {
  customer: (_root, { id }, { customerById }) => customerById.load(toEntityKey(id)),
  mailRecipients: (_root, { customerIds }, { customerById }) => findMailRecipients(customerIds, customerById),
  customers: (_root, args, { db, principal }) =>
    listCustomers(db, args, { mayReadEmail: principal?.roles.has('CUSTOMER_MANAGER') === true }),
};
