import { defineService } from '#platform/process/service.ts';
import { toConfigurationFields } from './configuration.ts';
import { startGateway } from './gateway.ts';
import { prepareSignIn } from './session/prepare-sign-in.ts';
import { divideLimits } from './workers/divide-limits.ts';
import { isWorker, joinWorkers } from './workers/join-workers.ts';
import { superviseWorkers } from './workers/supervise-workers.ts';

export const gatewayService = defineService({
  name: 'gateway',
  fields: toConfigurationFields,
  start: async ({ configuration, environment, log, metrics, owner }) => {
    const { session, workers: count } = configuration;
    if (count > 1 && !isWorker()) {
      await superviseWorkers({ count, environment, log, owner });
      return;
    }
    const signIn = session && (await prepareSignIn(session, { log, owner }));
    const workers = joinWorkers(count, metrics.registry);
    const divided = divideLimits(configuration, workers.count);
    const address = await startGateway({ configuration: divided, log, metrics, owner, signIn, workers });
    log.info({ address: `${address}/graphql` }, 'the gateway listens');
  },
});
