import { z } from 'zod';
import { type EntitiesQuery, loadEntities } from '#kernel/directories/load-entities.ts';
import type { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { toAddressLines } from '../domain/address.ts';
import type { CustomerDirectory } from './customer-directory.ts';

const customerSchema = z.object({
  status: z.enum(['ACTIVE', 'ARCHIVED']),
  displayName: z.string(),
  taxNumber: z.string().nullable(),
  siren: z.string().nullable(),
  siret: z.string().nullable(),
  electronicAddress: z.object({ scheme: z.string(), id: z.string() }).nullable(),
  language: z.enum(['EN', 'FR']).nullable(),
  address: z
    .object({
      line1: z.string(),
      line2: z.string().nullable(),
      postalCode: z.string().nullable(),
      city: z.string(),
      countryCode: z.string(),
    })
    .nullable(),
});

const query: EntitiesQuery<z.infer<typeof customerSchema>> = {
  typename: 'Customer',
  selection: `{ status displayName taxNumber siren siret electronicAddress { scheme id } language
    address { line1 line2 postalCode city countryCode } }`,
  schema: customerSchema,
};

/** Reads customers from the customer subgraph. */
export function createHttpCustomerDirectory(client: SubgraphClient): CustomerDirectory {
  return {
    async findCustomer(id, token) {
      const [customer] = await loadEntities(client, query, [id], token);
      if (customer === undefined) return undefined;
      const { address, siren, siret, electronicAddress, ...others } = customer;
      const countryCode = address?.countryCode ?? null;
      const addressLines = toAddressLines(address);
      const identity = { address, siren, siret, electronicAddress };
      return { ...others, id, countryCode, addressLines, identity };
    },
  };
}
