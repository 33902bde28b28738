import { Counter } from 'prom-client';
import { z } from 'zod';
import { port } from '#platform/configuration/fields.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { runGroup } from '#platform/process/run-group.ts';
import { defineService } from '#platform/process/service.ts';

const fields = z.object({ PORT: port(), GREETING: z.string() });

/** A service with a counter, which fails, finishes or throws where nobody catches when it is asked to. */
function createService(name: string) {
  let starts = 0;
  return defineService({
    name,
    fields,
    start: async ({ configuration, environment, log, metrics, owner }) => {
      starts += 1;
      const asked = new Counter({ name: 'asked_total', help: 'Questions.', registers: [metrics.registry] });
      const server = await createHttpServer({ log, metrics });
      owner.own('server', () => server.close());
      owner.own('goodbye', () => log.info('closed'));
      server.get('/', async () => {
        asked.inc();
        return { greeting: configuration.GREETING, starts };
      });
      server.get('/resources', async () => ({
        resources: process.getActiveResourcesInfo().filter((kind) => !/TCPSocket/.test(kind)).length,
        listeners: process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0),
      }));
      const known = ['COMMON', 'GREETING', 'PORT'];
      server.get('/variables', async () => ({
        service: known.filter((variable) => variable in environment),
        process: known.filter((variable) => variable in process.env),
      }));
      server.post('/fail', async () => setImmediate(() => owner.fail(new Error('lost'))).hasRef());
      server.post('/finish', async () => setImmediate(() => owner.finish()).hasRef());
      server.post('/throw', async () =>
        setImmediate(() => {
          throw new Error('nobody catches this');
        }).hasRef(),
      );
      await listen(server, { host: '127.0.0.1', port: configuration.PORT });
      log.info('started');
    },
  });
}

const [group = '', ...services] = process.argv.slice(2);
await runGroup(
  { first: async () => createService('first'), second: async () => createService('second') },
  { name: group, services },
  process.env,
);
