import { fileURLToPath } from 'node:url';
import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { startSweeper } from '#platform/database/sweeper.ts';
import { announceInstance, toInstanceReadiness } from '#platform/discovery/announce-instance.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { listen } from '#platform/http/http-server.ts';
import { defineService } from '#platform/process/service.ts';
import { openDatabase, openTokenVerifier } from '#platform/process/service-parts.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { KeycloakAdministration } from './administration/keycloak-administration.ts';
import { KeycloakClients } from './administration/keycloak-clients.ts';
import { configurationSchema, toAdministrationUrl } from './configuration.ts';
import { apiClientPrefix } from './domain/api-client.ts';
import { createPeopleServer } from './server.ts';
import { auditOutbox } from './tables.ts';
import { ChangeAudit } from './use-cases/audit-changes.ts';
import { createChangeLock } from './use-cases/change-lock.ts';

/** The interval at which changes are looked for of which nobody knows the end, in milliseconds. */
const sweepEveryMs = 60_000;

/** The people subgraph. The identity provider knows the people; the database holds the lock of changes and their audit. */
export const peopleService = defineService({
  name: 'people',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, metrics, owner, isProduction } = service;
    const { OIDC_ISSUER: issuer, OIDC_INTERNAL_URL: internalUrl } = configuration;
    const url = configuration.IDENTITY_ADMIN_URL ?? toAdministrationUrl(internalUrl ?? issuer);
    if (url === undefined) {
      throw new ConfigurationError([
        'IDENTITY_ADMIN_URL is missing: the issuer is not of the form …/realms/NAME',
      ]);
    }
    const token = new ServiceToken({
      issuer,
      internalUrl,
      clientId: configuration.FACTURATION_PEOPLE_CLIENT,
      clientSecret: configuration.FACTURATION_PEOPLE_SECRET,
    });
    const [audience = ''] = configuration.OIDC_AUDIENCE;
    const verifier = openTokenVerifier(service);
    await migrateDatabase({
      url: configuration.DATABASE_URL,
      schema: 'people',
      folder: fileURLToPath(new URL('migrations/', import.meta.url)),
    });
    const { sql, db } = openDatabase(service, { maxConnections: 6 });
    const changes = new ChangeAudit(db);
    const sweeper = startSweeper({
      what: 'forgotten changes',
      log,
      everyMs: sweepEveryMs,
      deleteSome: () => changes.moveForgotten(),
    });
    owner.own('sweeper', () => sweeper.close());
    const eventLog = await openEventLog(configuration, 'people', service.tracing);
    owner.own('event log', () => eventLog.close());
    const server = await createPeopleServer({
      administration: new KeycloakAdministration({ url, token }),
      clients: new KeycloakClients({ url, token, idPrefix: apiClientPrefix, audience }),
      lock: createChangeLock(sql, {
        onUnavailable: (error) =>
          log.warn({ err: error }, 'a change of a person was refused without its lock'),
      }),
      changes,
      db,
      verifier,
      log,
      metrics,
      isProduction,
      tls: service.tls.server,
      readiness: toInstanceReadiness(service),
    });
    owner.own('server', () => server.close());
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
    const address = await listen(server, { host: configuration.HOST, port: configuration.PEOPLE_PORT });
    log.info({ address }, 'the people subgraph is ready');
    announceInstance(service, { subgraph: 'people', sdl: await readSubgraphSdl('people'), address });
  },
});
