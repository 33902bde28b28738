import type { FastifyInstance } from 'fastify';
import { listenToNotifications } from '#platform/database/notifications.ts';
import type { Owner } from '#platform/process/owner.ts';
import { instanceChannel } from '../discovery/instance-store.ts';
import { launchChannel } from '../graphs/launcher.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { CurrentInstances } from './current-instances.ts';
import { CurrentSupergraphs } from './current-supergraphs.ts';
import { addDocumentRoutes } from './document-routes.ts';
import type { OpenRefs } from './uplink/uplink-refs.ts';
import { addUplinkRoute } from './uplink/uplink-route.ts';

export interface DeliveryOptions {
  readonly databaseUrl: string;
  readonly openRefs: OpenRefs;
  /** The shortest time between two questions of one gateway of Apollo's, in seconds. */
  readonly uplinkPollSeconds: number;
  readonly owner: Pick<Owner, 'own'>;
}

/** Adds the routes from which gateways take supergraphs and lists of instances, and listens for changes of both. */
export async function openDelivery(
  server: FastifyInstance,
  parts: RegistryParts,
  { databaseUrl, openRefs, uplinkPollSeconds, owner }: DeliveryOptions,
): Promise<void> {
  const { db, callers, log } = parts;
  const supergraphs = new CurrentSupergraphs(db);
  const instances = new CurrentInstances(parts);
  const notifications = listenToNotifications({
    url: databaseUrl,
    name: 'registry-launches',
    channels: [launchChannel, instanceChannel],
    onNotification: (channel) => {
      if (channel === launchChannel) supergraphs.hint();
      // A launch may also change which SDL is the one that runs.
      instances.hint();
    },
  });
  owner.own('notifications of launches', () => notifications.close());
  const closing = new AbortController();
  server.addHook('preClose', async () => closing.abort());
  addDocumentRoutes(server, { callers, supergraphs, instances, closing: closing.signal });
  await addUplinkRoute(server, { db, callers, supergraphs, openRefs, pollSeconds: uplinkPollSeconds, log });
}
