import type { FastifyInstance } from 'fastify';
import { listenToNotifications } from '#platform/database/notifications.ts';
import type { Owner } from '#platform/process/owner.ts';
import { launchChannel } from '../graphs/launcher.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { CurrentSupergraphs } from './current-supergraphs.ts';
import { addSupergraphRoute } from './supergraph-route.ts';
import type { OpenRefs } from './uplink/uplink-refs.ts';
import { addUplinkRoute } from './uplink/uplink-route.ts';

export interface DeliveryOptions {
  readonly databaseUrl: string;
  readonly openRefs: OpenRefs;
  /** The shortest time between two questions of one gateway of Apollo's, in seconds. */
  readonly uplinkPollSeconds: number;
  readonly owner: Pick<Owner, 'own'>;
}

/** Adds the routes from which gateways take their supergraphs, and listens for launches. */
export async function openDelivery(
  server: FastifyInstance,
  { db, callers, log }: RegistryParts,
  { databaseUrl, openRefs, uplinkPollSeconds, owner }: DeliveryOptions,
): Promise<void> {
  const supergraphs = new CurrentSupergraphs(db);
  const notifications = listenToNotifications({
    url: databaseUrl,
    name: 'registry-launches',
    channels: [launchChannel],
    onNotification: () => supergraphs.hint(),
  });
  owner.own('notifications of launches', () => notifications.close());
  const closing = new AbortController();
  server.addHook('preClose', async () => closing.abort());
  addSupergraphRoute(server, { callers, supergraphs, closing: closing.signal });
  await addUplinkRoute(server, { db, callers, supergraphs, openRefs, pollSeconds: uplinkPollSeconds, log });
}
