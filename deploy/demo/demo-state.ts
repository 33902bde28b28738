import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import type { Plan } from './plan.ts';

/** The state of a system with regard to the demo. */
export type DemoState = 'empty' | 'begun' | 'loaded' | 'other data';

const connection = z.object({ totalCount: z.int() });
const stateSchema = z.object({
  allProducts: connection,
  allCustomers: connection,
  allInvoices: connection,
  ownProducts: connection,
  ownCustomers: connection,
  lastInvoice: z.object({ edges: z.array(z.object({ node: z.object({ status: z.string() }) })) }),
});

/** The document by which the state is asked for. */
export const demoStateDocument = `
  query DemoState($skus: [String!]!, $customers: [String!]!, $last: [String!]!) {
    allProducts: products(first: 1) { totalCount }
    allCustomers: customers(first: 1) { totalCount }
    allInvoices: invoices(first: 1) { totalCount }
    ownProducts: products(first: 1, filter: { skus: $skus }) { totalCount }
    ownCustomers: customers(first: 1, filter: { externalReference: $customers }) { totalCount }
    lastInvoice: invoices(first: 1, filter: { externalReference: $last }) { edges { node { status } } }
  }`;

/** A filter takes at most so many values; the load begins with these. */
const lookedFor = 100;

/**
 * Finds out whether a plan may be loaded: into an empty system, or where a load of the same plan was interrupted, but
 * never among other people's data.
 */
export async function findDemoState(api: ApiClient, plan: Plan): Promise<DemoState> {
  const last = plan.invoices.at(-1)?.externalReference;
  const state = await api.request(
    demoStateDocument,
    {
      skus: plan.products.slice(0, lookedFor).map((product) => product.sku),
      customers: plan.customers.slice(0, lookedFor).map((customer) => customer.externalReference),
      last: last === undefined ? [] : [last],
    },
    stateSchema,
  );
  const [found] = state.lastInvoice.edges;
  if (found !== undefined && found.node.status !== 'DRAFT') return 'loaded';
  if (state.ownProducts.totalCount > 0 || state.ownCustomers.totalCount > 0) return 'begun';
  const all = [state.allProducts, state.allCustomers, state.allInvoices];
  return all.every(({ totalCount }) => totalCount === 0) ? 'empty' : 'other data';
}
