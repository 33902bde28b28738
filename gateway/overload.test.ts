import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import '#platform/testing/own-process.ts';
import { askByTransport } from './testing/ask-by-transport.ts';
import { overloadAttacks } from './testing/overload-attacks.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ WEBSOCKET_MESSAGE_BYTES: '1000000' });
});
after(() => gateway.close());

/** Attacks come several at a time. */
const attacksAtOnce = 5;
/** The length of an answer to a request that was refused, in characters. */
const maxAnswerLength = 10_000;

/**
 * Asks `/healthz` again and again while something runs.
 *
 * @returns the most that this process computed before it answered, in milliseconds of CPU time: other processes do not count
 */
async function watchHealth(running: Promise<unknown>): Promise<number> {
  let isOver = false;
  running.finally(() => {
    isOver = true;
  });
  let mostMs = 0;
  do {
    const from = process.cpuUsage();
    const response = await fetch(new URL('/healthz', gateway.url));
    await response.text();
    assert.equal(response.status, 200);
    const { user, system } = process.cpuUsage(from);
    mostMs = Math.max(mostMs, (user + system) / 1_000);
  } while (!isOver);
  return mostMs;
}

for (const [name, payload] of Object.entries(overloadAttacks)) {
  for (const transport of ['HTTP POST', 'WebSocket']) {
    test(`${name} by ${transport}: the gateway refuses in few words and stays able to answer`, async () => {
      const ask = askByTransport[transport];
      assert.ok(ask);
      const attacks = Promise.all(Array.from({ length: attacksAtOnce }, () => ask(gateway.url, payload)));
      assert.ok((await watchHealth(attacks)) < 2_000);
      for (const answer of await attacks) {
        assert.ok(JSON.stringify(answer).length < maxAnswerLength);
        for (const { extensions } of answer.errors ?? []) {
          assert.notEqual(extensions?.code, 'INTERNAL_SERVER_ERROR');
        }
      }
    });
  }
}

test('variables that nest deeper than any stack are refused', async () => {
  const nested = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
  for (const member of ['variables', 'extensions']) {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"{ hello }","${member}":{"a":${nested}}}`,
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /MAX_VARIABLE_DEPTH_LIMIT/);
  }
});
