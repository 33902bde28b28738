import { after, before } from 'node:test';
import { defineClientCases } from './client-cases.ts';
import { apolloMultipartClient, apolloWebSocketClient } from './clients/apollo.ts';
import { curlEventsClient, curlMultipartClient } from './clients/curl.ts';
import { graphqlSseClient } from './clients/graphql-sse.ts';
import { graphqlWsClient } from './clients/graphql-ws.ts';
import { defineGraphiqlCases } from './graphiql-cases.ts';
import { openPlace, type Place } from './place.ts';
import { defineSessionCases } from './session-cases.ts';

let opened: Place | undefined;
before(
  async () => {
    opened = await openPlace();
  },
  { timeout: 180_000 },
);
after(() => opened?.[Symbol.asyncDispose]());

function place(): Place {
  if (opened === undefined) throw new Error('The system has not been started.');
  return opened;
}

const clients = [
  graphqlWsClient,
  graphqlSseClient,
  apolloWebSocketClient,
  apolloMultipartClient,
  curlEventsClient,
  curlMultipartClient,
];
for (const client of clients) defineClientCases(client, place);
defineGraphiqlCases(place);
defineSessionCases(clients, place);
