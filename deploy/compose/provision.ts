import { z } from 'zod';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { auditTrailFields } from '#platform/audit/trail/retention.ts';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { databaseUrl, secret } from '#platform/configuration/fields.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { eventLogFields } from '#platform/event-log/configuration.ts';
import { prepareEventLog } from '#platform/event-log/postgres/prepare-event-log.ts';
import { contexts, databaseRoles, toPasswordVariable } from '../system/database-roles.ts';

/** A password for the role of each context. */
const passwordFields = Object.fromEntries(contexts.map((name) => [toPasswordVariable(name), secret()]));

/**
 * Makes a schema and a login role for each bounded context and for Keycloak, and the tables of the event log and of the audit trail, then ends.
 * Safe to run again.
 */
const fields = z.object({
  DATABASE_URL: databaseUrl(),
  ...passwordFields,
  KEYCLOAK_DATABASE_PASSWORD: secret(),
  EVENT_LOG_RETENTION_HOURS: eventLogFields.EVENT_LOG_RETENTION_HOURS,
  ...auditTrailFields,
});

/** Keycloak's own pool has 100 at most. */
const keycloakConnections = 110;

try {
  const given = parseConfiguration(fields, process.env);
  const passwords = parseConfiguration(z.object(passwordFields), process.env);
  const urls = await provisionDatabase(given.DATABASE_URL, [
    ...contexts.map((name) => ({
      ...databaseRoles[name],
      name,
      password: passwords[toPasswordVariable(name)] ?? '',
    })),
    { name: 'keycloak', password: given.KEYCLOAK_DATABASE_PASSWORD, maxConnections: keycloakConnections },
  ]);
  await prepareEventLog(urls['event_log'] ?? '', given.EVENT_LOG_RETENTION_HOURS * 60 * 60 * 1000);
  await prepareAuditTrail(urls['audit_trail'] ?? '', given.AUDIT_RETENTION);
  console.log(`Schemas and roles are ready: ${Object.keys(urls).join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
