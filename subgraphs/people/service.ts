import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { announceInstance, toInstanceReadiness } from '#platform/discovery/announce-instance.ts';
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
import { createChangeLock } from './use-cases/change-lock.ts';

/** The people subgraph. It has no tables: the identity provider knows the people. The database holds the lock of changes. */
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
    const { sql } = openDatabase(service, { maxConnections: 3 });
    const server = await createPeopleServer({
      administration: new KeycloakAdministration({ url, token }),
      clients: new KeycloakClients({ url, token, idPrefix: apiClientPrefix, audience }),
      lock: createChangeLock(sql, {
        onUnavailable: (error) =>
          log.warn({ err: error }, 'a change of a person was refused without its lock'),
      }),
      verifier,
      log,
      metrics,
      isProduction,
      tls: service.tls.server,
      readiness: toInstanceReadiness(service),
    });
    owner.own('server', () => server.close());
    const address = await listen(server, { host: configuration.HOST, port: configuration.PEOPLE_PORT });
    log.info({ address }, 'the people subgraph is ready');
    announceInstance(service, { subgraph: 'people', sdl: await readSubgraphSdl('people'), address });
  },
});
