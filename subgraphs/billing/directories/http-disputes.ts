import { z } from 'zod';
import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { ClientTls } from '#platform/tls/client-tls.ts';
import type { ServiceToken } from '#platform/tokens/service-token.ts';
import { AccountClient } from './account-client.ts';
import type { Disputes } from './disputes.ts';

const schema = z.object({ disputedInvoices: z.array(z.string()) });
const query = 'query BillingDisputes($ids: [ID!]!) { disputedInvoices(invoiceIds: $ids) }';

/** Reads disputes from the crm subgraph. */
class HttpDisputes implements Disputes {
  readonly #service: AccountClient;

  constructor(service: AccountClient) {
    this.#service = service;
  }

  async isDisputed(invoiceId: string): Promise<boolean> {
    const { disputedInvoices } = await this.#service.send({ query, variables: { ids: [invoiceId] } }, schema);
    return disputedInvoices.includes(invoiceId);
  }
}

export interface DisputesOptions {
  /** The endpoint of the crm subgraph; undefined if there is none. */
  readonly url: string | undefined;
  readonly token: ServiceToken;
  readonly tls?: ClientTls;
  readonly owner: Pick<Owner, 'own'>;
}

/** Creates the reader of disputes. Where no service keeps them, nobody disputes an invoice. */
export function createDisputes({ url, token, tls, owner }: DisputesOptions): Disputes {
  if (url === undefined) return { isDisputed: () => Promise.resolve(false) };
  const client = new SubgraphClient({ url, name: 'crm service', ...(tls !== undefined && { tls }) });
  owner.own('crm client', () => client.close());
  return new HttpDisputes(new AccountClient(client, token));
}
