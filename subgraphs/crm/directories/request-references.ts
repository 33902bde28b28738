import { z } from 'zod';
import { type EntitiesQuery, loadEntities } from '#kernel/directories/load-entities.ts';
import type { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { parseMoney } from '#schema/money.ts';

/** The part of an invoice that a request needs. */
export interface ReferencedInvoice {
  readonly id: string;
  readonly number: string | null;
  /** True for an invoice that asks for money and is neither a draft nor void. */
  readonly isDisputable: boolean;
  readonly customerId: string | null;
  readonly currency: string;
  readonly totalMinor: bigint;
}

/** Looks customers and invoices up in other contexts, with the caller's own access token. */
export interface RequestReferences {
  /** @throws {DirectoryUnavailableError} if no valid answer arrived in time */
  hasCustomer(id: string, token: string): Promise<boolean>;
  /** @throws {DirectoryUnavailableError} if no valid answer arrived in time */
  findInvoice(id: string, token: string): Promise<ReferencedInvoice | undefined>;
}

const customerQuery: EntitiesQuery<{ id: string }> = {
  typename: 'Customer',
  selection: '{ id }',
  schema: z.object({ id: z.string() }),
};

const invoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  kind: z.string(),
  status: z.string(),
  currency: z.string(),
  total: z.object({ amount: z.string() }),
  customer: z.object({ id: z.string() }).nullable(),
});

const invoiceQuery: EntitiesQuery<z.infer<typeof invoiceSchema>> = {
  typename: 'Invoice',
  selection: '{ id number kind status currency total { amount } customer { id } }',
  schema: invoiceSchema,
};

/** Looks them up in the customer and the billing subgraph. */
export function createHttpReferences(clients: {
  readonly customers: SubgraphClient;
  readonly invoices: SubgraphClient;
}): RequestReferences {
  return {
    async hasCustomer(id, token) {
      const [customer] = await loadEntities(clients.customers, customerQuery, [id], token);
      return customer !== undefined;
    },
    async findInvoice(id, token) {
      const [invoice] = await loadEntities(clients.invoices, invoiceQuery, [id], token);
      if (invoice === undefined) return undefined;
      const { number, kind, status, currency, total, customer } = invoice;
      const totalMinor = parseMoney(total.amount, currency)?.amountMinor;
      if (totalMinor === undefined) throw clients.invoices.fail('it told a total that is not an amount');
      return {
        id: invoice.id.toLowerCase(),
        number,
        isDisputable: kind === 'INVOICE' && status === 'ISSUED',
        customerId: customer?.id.toLowerCase() ?? null,
        currency,
        totalMinor,
      };
    },
  };
}
