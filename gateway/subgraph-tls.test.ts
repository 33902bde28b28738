import assert from 'node:assert/strict';
import { type AddressInfo, connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createServer, type TLSSocket } from 'node:tls';
import { createTestAuthority } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient } from './clients/testing/live-results.ts';
import { startTestGateway } from './testing/test-gateway.ts';

const authority = createTestAuthority('Authority');

/** Listens with TLS, asks clients for certificates, and carries what they send to a port. */
async function startTlsDoor(t: TestContext, findTarget: () => number) {
  const sockets = new Set<TLSSocket>();
  const server = createServer(
    { ...authority.issue(['books.internal']), ca: authority.cert, requestCert: true },
    (near) => {
      const far = connect(findTarget(), '127.0.0.1');
      for (const socket of [near, far]) socket.on('error', () => near.destroy());
      near.once('close', () => far.destroy());
      near.pipe(far).pipe(near);
      sockets.add(near);
    },
  );
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { sockets, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}

test('requests, subscriptions and checks of readiness go to a subgraph with the certificate of its settings', async (t) => {
  const folder = await createTlsFolder(t);
  const { cert, key } = authority.issue(['gateway']);
  let port = 0;
  const door = await startTlsDoor(t, () => port);
  const environment = {
    SUBGRAPH_URL_BOOKS: door.url,
    SUBGRAPH_CA_FILE_BOOKS: await folder.write('ca.pem', authority.cert),
    SUBGRAPH_SERVER_NAME_BOOKS: 'books.internal',
    REQUIRED_SUBGRAPHS: 'books',
  };
  const known = await startTestGateway({
    ...environment,
    SUBGRAPH_CERTIFICATE_FILE_BOOKS: await folder.write('gateway.pem', cert),
    SUBGRAPH_KEY_FILE_BOOKS: await folder.write('gateway.key', key),
  });
  t.after(() => known.close());
  port = Number(new URL(known.library.books.url).port);
  const readyz = (url: string) => fetch(new URL('/readyz', url)).then(({ status }) => status);

  assert.deepEqual((await known.ask('{ hello }')).body, { data: { hello: 'world' } });
  assert.equal(await readyz(known.url), 200);
  const client = createSocketClient(known.url);
  t.after(() => client.client.dispose());
  const live = client.run('subscription { visitors { count } }');
  await live.reach(1);
  known.library.feeds.visit(3);
  assert.deepEqual((await live.reach(2)).at(-1), { data: { visitors: { count: 3 } } });

  const stranger = await startTestGateway(environment);
  t.after(() => stranger.close());
  const { body } = await stranger.ask('{ hello }');
  assert.equal(body.errors?.[0]?.extensions['code'], 'SUBGRAPH_UNAVAILABLE');
  assert.equal(await readyz(stranger.url), 503);
  assert.ok(![...stranger.logLines, ...known.logLines].some((line) => line.includes('PRIVATE KEY')));
  const refusedClient = createSocketClient(stranger.url);
  const refused = refusedClient.run('subscription { visitors { count } }');
  await waitFor('a try over TLS', () => stranger.logLines.some((line) => /wss:.*(alert|socket)/i.test(line)));
  assert.deepEqual(refused.results, []);
  await refusedClient.client.dispose();
});
