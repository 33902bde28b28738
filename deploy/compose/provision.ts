import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { databaseUrl, secret } from '#platform/configuration/fields.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { describeError } from '#platform/log/log-error.ts';

/** Makes a schema and a login role for each bounded context and for Keycloak, then ends. Safe to run again. */
const fields = z.object({
  DATABASE_URL: databaseUrl(),
  CUSTOMER_DATABASE_PASSWORD: secret(),
  PRODUCT_DATABASE_PASSWORD: secret(),
  BILLING_DATABASE_PASSWORD: secret(),
  GATEWAY_DATABASE_PASSWORD: secret(),
  EVENT_LOG_DATABASE_PASSWORD: secret(),
  SINK_DATABASE_PASSWORD: secret(),
  STATISTICS_DATABASE_PASSWORD: secret(),
  BATCH_DATABASE_PASSWORD: secret(),
  KEYCLOAK_DATABASE_PASSWORD: secret(),
});

try {
  const given = parseConfiguration(fields, process.env);
  const urls = await provisionDatabase(given.DATABASE_URL, [
    { name: 'customer', password: given.CUSTOMER_DATABASE_PASSWORD },
    { name: 'product', password: given.PRODUCT_DATABASE_PASSWORD },
    // For whoever imports invoices through its functions.
    { name: 'billing', password: given.BILLING_DATABASE_PASSWORD, makesTemporaryTables: true },
    { name: 'gateway', password: given.GATEWAY_DATABASE_PASSWORD },
    { name: 'event_log', password: given.EVENT_LOG_DATABASE_PASSWORD },
    { name: 'sink', password: given.SINK_DATABASE_PASSWORD },
    { name: 'statistics', password: given.STATISTICS_DATABASE_PASSWORD },
    { name: 'batch', password: given.BATCH_DATABASE_PASSWORD },
    { name: 'keycloak', password: given.KEYCLOAK_DATABASE_PASSWORD },
  ]);
  console.log(`Schemas and roles are ready: ${Object.keys(urls).join(', ')}.`);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
