import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { announceInstance, toInstanceReadiness } from '#platform/discovery/announce-instance.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { defineService } from '#platform/process/service.ts';
import { openDatabase, openTokenVerifier } from '#platform/process/service-parts.ts';
import { registryBounds } from './bounds.ts';
import { toCheckSettings } from './checks/check-configuration.ts';
import { SchemaChecker } from './checks/schema-checker.ts';
import { Composer } from './composition/compose-supergraph.ts';
import { findIdentity, type RegistryConfiguration, toRegistryFields } from './configuration.ts';
import { openDelivery } from './delivery/open-delivery.ts';
import { addInstanceRoutes } from './discovery/instance-routes.ts';
import { InstanceStore } from './discovery/instance-store.ts';
import { startInstanceSweeper } from './discovery/start-instance-sweeper.ts';
import { ApiSchemas } from './graphs/api-schemas.ts';
import { GraphStore } from './graphs/graph-store.ts';
import { Launcher } from './graphs/launcher.ts';
import { addPublishRoute } from './graphs/publish-route.ts';
import { CallerFinder } from './keys/caller-finder.ts';
import { type ConfiguredKey, ConfiguredKeys } from './keys/configured-keys.ts';
import { KeyStore } from './keys/key-store.ts';
import { addPersistedRoute } from './persisted/persisted-route.ts';
import { addPluginRoutes } from './plugin/plugin-routes.ts';
import type { RegistryParts } from './registry-parts.ts';
import { addRoverRoute } from './rover/rover-route.ts';
import { addRegistrySubgraph, readRegistrySdl } from './subgraph/subgraph-route.ts';
import { startRegistrySweepers } from './usage/start-registry-sweepers.ts';
import { addUsageRoutes } from './usage/usage-routes.ts';

/** A publish holds its transaction while it composes, which may take half a minute. */
const idleInTransactionTimeoutMs = 60_000;

/** The schema registry. */
export const registryService = defineService({
  name: 'registry',
  fields: toRegistryFields,
  start: async (service) => {
    const { configuration, log, metrics, owner, isProduction } = service;
    const folder = fileURLToPath(new URL('migrations', import.meta.url));
    await migrateDatabase({ url: configuration.DATABASE_URL, schema: 'registry', folder });
    const { db, sql, ping } = openDatabase(service, { idleInTransactionTimeoutMs });
    const composer = new Composer();
    owner.own('composer', () => composer.close());
    const keys = new KeyStore(db, new ConfiguredKeys(toConfiguredKeys(configuration)));
    const graphs = new GraphStore(db);
    const apiSchemas = new ApiSchemas();
    const parts: RegistryParts = {
      db,
      sql,
      log,
      composer,
      keys,
      callers: new CallerFinder(keys),
      graphs,
      apiSchemas,
      checker: new SchemaChecker({ db, sql, composer, graphs, apiSchemas }, toCheckSettings(configuration)),
      launcher: new Launcher(db, composer),
      instances: new InstanceStore(
        { sql, log },
        { refusesDiffering: configuration.REGISTRY_REFUSE_DIFFERING },
      ),
      pageUrl: configuration.REGISTRY_PAGE_URL,
    };
    const identity = findIdentity(configuration);
    const isInstance = identity !== undefined && configuration.REGISTRY_URL !== undefined;
    const server = await createHttpServer({
      tracing: service.tracing,
      tls: service.tls.server,
      log,
      metrics,
      bodyLimitBytes: registryBounds.bodyBytes,
      readiness: { database: ping, ...(isInstance && toInstanceReadiness(service)) },
    });
    owner.own('server', () => server.close());
    await addRoverRoute(server, parts, owner.signal);
    await openDelivery(server, parts, {
      databaseUrl: configuration.DATABASE_URL,
      openRefs: configuration.UPLINK_OPEN_REFS,
      uplinkPollSeconds: configuration.UPLINK_POLL_SECONDS,
      owner,
    });
    await addPluginRoutes(server, parts, owner.signal);
    addPublishRoute(server, parts, owner.signal);
    addInstanceRoutes(server, parts);
    await addUsageRoutes(server, parts);
    addPersistedRoute(server, db);
    if (identity !== undefined) {
      const verifier = openTokenVerifier({ ...service, configuration: identity });
      await addRegistrySubgraph(server, parts, { verifier, metrics, isProduction }, owner.signal);
    }
    for (const sweeper of startRegistrySweepers(parts, configuration.REGISTRY_USAGE_DAYS))
      owner.own('sweeper', () => sweeper.close());
    const instanceSweeper = startInstanceSweeper(parts);
    owner.own('sweeper of instances', () => instanceSweeper.close());
    const address = await listen(server, { host: configuration.HOST, port: configuration.REGISTRY_PORT });
    log.info({ address }, 'the registry is ready');
    if (isInstance)
      announceInstance(service, { subgraph: 'registry', sdl: await readRegistrySdl(), address });
  },
});

function toConfiguredKeys(configuration: RegistryConfiguration): readonly ConfiguredKey[] {
  const {
    REGISTRY_ADMIN_KEY: admin,
    REGISTRY_GATEWAY_KEY: gateway,
    REGISTRY_INSTANCE_KEY: instance,
  } = configuration;
  return [
    ...(admin === undefined ? [] : [{ name: 'admin', secret: admin, rights: ['ADMIN'] as const }]),
    ...(gateway === undefined
      ? []
      : [{ name: 'gateway', secret: gateway, rights: ['READ', 'REPORT'] as const }]),
    ...(instance === undefined
      ? []
      : [{ name: 'instance', secret: instance, rights: ['REGISTER'] as const }]),
  ];
}
