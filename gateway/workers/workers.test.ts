import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter, Gauge, Registry } from 'prom-client';
import { checkReadiness } from '#platform/http/readiness.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTally } from '../clients/common/tally.ts';
import { createChanges } from '../upstream/changes.ts';
import { divideLimits } from './divide-limits.ts';
import { WorkerHub } from './worker-hub.ts';
import { WorkerLink } from './worker-link.ts';
import { parseWorkerMessage, type WorkerMessage } from './worker-messages.ts';

/** The message that comes out at the other end of an IPC channel. */
function carry(message: WorkerMessage): WorkerMessage {
  const carried = parseWorkerMessage(JSON.parse(JSON.stringify(message)));
  assert.ok(carried);
  return carried;
}

interface Staged {
  readonly link: WorkerLink;
  readonly requests: Counter;
  readonly open: Gauge;
  /** True if it answers nothing. */
  isHanging: boolean;
}

/** Workers in one process, whose messages are carried at once. */
function stageWorkers(count: number) {
  const hub = new WorkerHub(count);
  const start = (id: number): Staged => {
    const registry = new Registry();
    const registers = [registry];
    const link = new WorkerLink({
      count,
      registry,
      send: (message) => {
        if (!staged.isHanging) hub.receive(id, carry(message));
      },
    });
    const staged: Staged = {
      link,
      requests: new Counter({ name: 'requests_total', help: 'Requests.', registers }),
      open: new Gauge({ name: 'connections', help: 'Connections.', registers }),
      isHanging: false,
    };
    hub.join(id, (message) => link.receive(carry(message)));
    hub.becomeReady(id);
    return staged;
  };
  const workers = Array.from({ length: count }, (_, index) => start(index + 1));
  return { hub, start, workers, links: workers.map(({ link }) => link) };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('what one worker has open counts for all, until it is closed or the worker has ended', async () => {
  const { hub, start, links } = stageWorkers(3);
  const tallies = links.map((link) => createTally(2, link.findCount('streams')));
  const [one, other, third] = tallies;
  const leave = one?.take('u');
  other?.take('u');
  await nextTurn();
  assert.equal(third?.take('u'), undefined);
  assert.ok(third?.take('v'));
  leave?.();
  await nextTurn();
  assert.ok(third?.take('u'));
  await nextTurn();
  assert.equal(one?.take('u'), undefined);
  hub.leave(3);
  assert.equal(links[0]?.findCount('streams').elsewhere('u'), 1);
  assert.equal(links[0]?.findCount('streams').elsewhere('v'), 0);
  const late = start(4).link.findCount('streams');
  assert.equal(late.elsewhere('u'), 1);
  assert.equal(links[0]?.findCount('sockets').elsewhere('u'), 0);
});

test('a worker that was started anew is told what is open once it is ready, as it misses what is sent before', async () => {
  const { hub, links } = stageWorkers(2);
  links[0]?.findCount('streams').tell('u', 2);
  await nextTurn();
  let late: WorkerLink | undefined;
  hub.join(3, (message) => late?.receive(carry(message)));
  late = new WorkerLink({ count: 2, registry: new Registry(), send: () => {} });
  hub.becomeReady(3);
  assert.equal(late.findCount('streams').elsewhere('u'), 2);
});

test('a worker that is not ready is asked nothing', async (t) => {
  const { hub, links } = stageWorkers(2);
  const asked: WorkerMessage[] = [];
  hub.join(3, (message) => void (message.type === 'question' && asked.push(message)));
  t.after(() => hub.leave(3));
  assert.equal(await links[0]?.renewElsewhere('unknown', 't'), undefined);
  await links[0]?.figures();
  assert.deepEqual(asked, []);
});

test('a change of data is noted by all, once', async () => {
  const { links } = stageWorkers(3);
  const own = links.map(() => createChanges());
  const shared = links.map((link, index) => link.shareChanges(own[index] ?? createChanges()));
  shared[0]?.note();
  await nextTurn();
  assert.deepEqual(
    own.map(({ count }) => count),
    [1, 1, 1],
  );
});

test('the token of a stream is renewed by the worker that has the stream', async () => {
  const { links } = stageWorkers(3);
  links[2]?.answerRenewals(async (stream, token) =>
    stream === 's' ? { kind: 'refused', code: 'UNAUTHENTICATED', message: token } : undefined,
  );
  const refused = { kind: 'refused', code: 'UNAUTHENTICATED', message: 't' };
  assert.deepEqual(await links[0]?.renewElsewhere('s', 't'), refused);
  assert.equal(await links[0]?.renewElsewhere('unknown', 't'), undefined);
});

test('figures are the sums of all workers, and what only grows does not fall when one ends', async () => {
  const { hub, start, workers, links } = stageWorkers(2);
  for (const [index, { requests, open }] of workers.entries()) {
    requests.inc(10 * (index + 1));
    open.set(index + 1);
  }
  const read = async () => {
    const text = (await links[0]?.figures()) ?? '';
    const figureOf = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
    return ['requests_total', 'connections', 'gateway_workers', 'gateway_workers_ended_total'].map(figureOf);
  };
  assert.deepEqual(await read(), [30, 3, 2, 0]);
  hub.leave(2);
  assert.deepEqual(await read(), [30, 1, 1, 1]);
  start(3).requests.inc(5);
  assert.deepEqual(await read(), [35, 1, 2, 1]);
  hub.leave(3);
  assert.deepEqual(await read(), [35, 1, 1, 2]);
});

test('a worker that does not answer counts with its last figures', async () => {
  const { workers, links } = stageWorkers(2);
  workers[1]?.requests.inc(7);
  assert.match((await links[0]?.figures()) ?? '', /^requests_total 7$/m);
  workers[1]?.requests.inc();
  if (workers[1] !== undefined) workers[1].isHanging = true;
  assert.match((await links[0]?.figures()) ?? '', /^requests_total 7$/m);
});

test('readiness tells that a worker is missing, and takes the gateway for ready', async () => {
  const { hub, start, links } = stageWorkers(2);
  const [link] = links;
  assert.ok(link);
  assert.deepEqual((await checkReadiness(link.readiness)).parts, { workers: 'ok' });
  hub.leave(2);
  const report = await checkReadiness(link.readiness);
  assert.deepEqual([report.isReady, report.isDegraded], [true, true]);
  start(3);
  await waitFor('the new worker', async () => !(await checkReadiness(link.readiness)).isDegraded);
});

test('limits that are not counted together are divided, and rounded up', () => {
  const divided = divideLimits(
    {
      port: 4000,
      upstream: { connectionsPerOrigin: 100 },
      guards: { retriesPerSecond: 5 },
      clientTransports: { websocket: { anonymousConnections: 2_000, anonymousPerAddress: 3 } },
    },
    2,
  );
  assert.deepEqual(divided, {
    port: 4000,
    upstream: { connectionsPerOrigin: 50 },
    guards: { retriesPerSecond: 2.5 },
    clientTransports: { websocket: { anonymousConnections: 1_000, anonymousPerAddress: 2 } },
  });
});
