import { Recording, type StockClient } from '../stock-client.ts';
import { openClient } from './websocket.ts';

export const graphqlWsClient: StockClient = {
  name: 'graphql-ws',
  follow({ query, variables }, access) {
    const recording = new Recording();
    const { client, renew } = openClient(access);
    const leave = client.subscribe(
      { query, ...(variables && { variables: { ...variables } }) },
      {
        next: (result) => recording.take(result),
        error: (reason) => recording.fail(reason),
        complete: () => recording.end(),
      },
    );
    return { recording, leave, renew };
  },
};
