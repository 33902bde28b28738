import { z } from 'zod';
import { commonFields, databaseUrl, port, url } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { idempotencyFields } from '#platform/database/idempotency-sweeper.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';
import { sellerFields } from '#schema/calendar/seller-fields.ts';

/** The environment variables of the process. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...instanceFields,
    ...idempotencyFields,
    ...eventLogFields,
    ...sellerFields,
    DATABASE_URL: databaseUrl(),
    HOST: z.string().default('127.0.0.1'),
    CRM_PORT: port(4014),
    CUSTOMER_URL: url().default('http://localhost:4001/graphql'),
    BILLING_URL: url().default('http://localhost:4003/graphql'),
  })
  .superRefine(checkEventLogVariables);
