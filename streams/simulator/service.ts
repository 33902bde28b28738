import { Counter } from 'prom-client';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { defineService } from '#platform/process/service.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { configurationSchema } from './configuration.ts';
import { findLastPlace } from './find-last-place.ts';
import { simulate } from './simulate.ts';

const resumeWithinMs = 20_000;

export const simulatorService = defineService({
  name: 'simulator',
  fields: configurationSchema,
  start: async ({ configuration, log, metrics, owner, tls }) => {
    const eventLog = await openEventLog(configuration, 'simulator');
    owner.own('event log', () => eventLog.close());
    await eventLog.ensureTopic(FACTURATION, configuration.FACTURATION_PARTITIONS);

    const sent = new Counter({
      name: 'simulator_sent_total',
      help: 'Invoices sent to the event log.',
      registers: [metrics.registry],
    });
    const server = await createHttpServer({
      log,
      metrics,
      tls: tls.server,
      readiness: { eventLog: () => eventLog.ping() },
    });
    owner.own('server', () => server.close());

    const prefix = configuration.SIMULATOR_PREFIX;
    const { signal } = owner;
    const after = await findLastPlace(eventLog, {
      topic: FACTURATION,
      prefix,
      withinMs: resumeWithinMs,
      signal,
    });
    const simulation = simulate({
      log: eventLog,
      topic: FACTURATION,
      settings: {
        prefix,
        seed: configuration.SIMULATOR_SEED,
        customers: configuration.SIMULATOR_CUSTOMERS,
        disorder: configuration.SIMULATOR_DISORDER,
        maxLatenessMs: configuration.SIMULATOR_MAX_LATENESS_MS,
      },
      timeZone: configuration.SELLER_TIME_ZONE,
      ratePerSecond: configuration.SIMULATOR_RATE,
      after,
      last: configuration.SIMULATOR_COUNT === 0 ? undefined : configuration.SIMULATOR_COUNT,
      onSent: (count) => sent.inc(count),
      onFailure: (error) => log.warn({ err: error }, 'could not send; trying again'),
      signal,
    });
    owner.own('simulation', () => simulation);

    const address = await listen(server, { host: configuration.HOST, port: configuration.SIMULATOR_PORT });
    log.info({ address, after, ratePerSecond: configuration.SIMULATOR_RATE }, 'the simulator is ready');
    if (configuration.SIMULATOR_ENDS) void simulation.then(() => owner.finish());
  },
});
