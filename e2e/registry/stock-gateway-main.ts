import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';
import { startStandaloneServer } from '@apollo/server/standalone';

// Apollo's gateway as its users write it: key, graph and Uplink come by Apollo's variables. Its usage goes to the registry as well.
const registry = process.env.REGISTRY_URL ?? '';
const server = new ApolloServer({
  gateway: new ApolloGateway(),
  plugins: [ApolloServerPluginUsageReporting({ endpointUrl: registry, sendReportsImmediately: true })],
});
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
process.send?.(url);
process.once('disconnect', () => void server.stop().then(() => process.exit(0)));
