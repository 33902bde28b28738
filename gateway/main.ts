import { runService } from '#platform/process/run-service.ts';
import { toConfigurationFields } from './configuration.ts';
import { startGateway } from './gateway.ts';
import { prepareSignIn } from './prepare-sign-in.ts';

// Nothing here constructs the ApolloGateway class, which alone would report to Apollo; this holds if something ever does.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

await runService({
  name: 'gateway',
  fields: toConfigurationFields(process.env),
  environment: process.env,
  start: async (service) => {
    const { configuration, log, metrics, owner } = service;
    const signIn = await prepareSignIn(service);
    const address = await startGateway({ configuration, log, metrics, owner, signIn });
    log.info({ address: `${address}/graphql` }, 'the gateway listens');
  },
});
