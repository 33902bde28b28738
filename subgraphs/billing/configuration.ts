import { z } from 'zod';
import { commonFields, databaseUrl, port, url } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { idempotencyFields } from '#platform/database/idempotency-sweeper.ts';
import { issueDateFields } from '#schema/calendar/seller-fields.ts';

/** The environment variables of the billing subgraph. */
export const configurationSchema = z.object({
  ...commonFields,
  ...identityFields,
  ...idempotencyFields,
  ...issueDateFields,
  BILLING_PORT: port(4003),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl(),
  CUSTOMER_URL: url().default('http://localhost:4001/graphql'),
  PRODUCT_URL: url().default('http://localhost:4002/graphql'),
});
