import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

interface Context {
  readonly authorization?: string | undefined;
}

/** Stock @apollo/gateway in stock @apollo/server; the header `authorization` goes on to subgraphs. */
class ForwardingDataSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]): void {
    if (context.authorization !== undefined)
      request.http?.headers.set('authorization', context.authorization);
  }
}

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
const gateway = new ApolloGateway({
  supergraphSdl: await readFile(process.env['SUPERGRAPH_FILE'] ?? '', 'utf8'),
  buildService: ({ url = '' }) => new ForwardingDataSource({ url }),
});
await startStandaloneServer(new ApolloServer<Context>({ gateway }), {
  listen: { port: Number(process.env['PORT']), host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
