import type { ManagedPayload } from '#kernel/managed-entity.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { CustomerModel } from '../models.ts';

export const customerMutations: MutationResolvers = {
  createCustomer: (_root, { input }, context) =>
    toPayload(context.customers.create(input, getCaller(context).principal)),
  updateCustomer: (_root, { input }, { customers }) => toPayload(customers.update(input)),
  archiveCustomer: (_root, { input }, { customers }) => toPayload(customers.archive(input)),
  restoreCustomer: (_root, { input }, { customers }) => toPayload(customers.restore(input)),
};

async function toPayload(answer: Promise<ManagedPayload<CustomerModel>>) {
  const { row, userErrors } = await answer;
  return { customer: row, userErrors };
}
