import { graphqlWsClient } from './clients/graphql-ws.ts';
import type { Place } from './place.ts';

/** Waits until somebody else was told of more, so that who is told nothing is told nothing for a reason. */
export async function waitUntilOthersAreTold({ system }: Place, events = 4): Promise<void> {
  const { recording, leave } = graphqlWsClient.follow(
    { query: 'subscription { invoiceReceived(includeSimulated: true) { invoiceNumber } }' },
    { gatewayUrl: system.gatewayUrl, token: await system.tokenOf('admin') },
  );
  await recording.reach(events, 'invoiceReceived');
  leave();
}
