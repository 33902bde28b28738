import { defineService } from '#platform/process/service.ts';
import { toConfigurationFields } from './configuration.ts';
import { startGateway } from './gateway.ts';
import { prepareSignIn } from './session/prepare-sign-in.ts';

export const gatewayService = defineService({
  name: 'gateway',
  fields: toConfigurationFields,
  start: async ({ configuration, log, metrics, owner }) => {
    const { session } = configuration;
    const signIn = session && (await prepareSignIn(session, { log, owner }));
    const address = await startGateway({ configuration, log, metrics, owner, signIn });
    log.info({ address: `${address}/graphql` }, 'the gateway listens');
  },
});
