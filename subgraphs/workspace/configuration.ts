import { z } from 'zod';
import { commonFields, databaseUrl, port, url } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';
import { mailFields } from '#platform/mail/mail-fields.ts';
import { sellerFields } from '#schema/calendar/seller-fields.ts';

/** The environment variables of the process. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...instanceFields,
    ...eventLogFields,
    ...mailFields,
    ...sellerFields,
    DATABASE_URL: databaseUrl(),
    HOST: z.string().default('127.0.0.1'),
    WORKSPACE_PORT: port(4004),
    /** The address of the page, to which mails to staff link; without it they have no links. */
    PAGE_URL: url().optional(),
  })
  .superRefine(checkEventLogVariables);
