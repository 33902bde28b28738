import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type ProcessReport, parseProcessReport } from './messages.ts';
import { toServiceEnvironments } from './service-environments.ts';

const program = fileURLToPath(new URL('testing/group/main.ts', import.meta.url));

interface Group {
  readonly ports: { readonly first: number; readonly second: number };
  readonly reports: readonly ProcessReport[];
  readonly exited: Promise<unknown[]>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly restart: (service: string) => void;
  readonly log: () => string;
  /** The entries of the log, as they were written. */
  readonly entries: () => { readonly name: string; readonly level: string; readonly msg: string }[];
}

async function startGroup(t: TestContext, names = ['first', 'second']): Promise<Group> {
  const [first, second] = [await findFreePort(), await findFreePort()];
  const child = fork(program, names, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      ...compiledCodeEnvironment(),
      ...toServiceEnvironments({
        first: { PORT: `${first}`, GREETING: 'hello' },
        second: { PORT: `${second}`, GREETING: 'good day' },
      }),
    },
  });
  t.after(() => child.kill('SIGKILL'));
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  const reports: ProcessReport[] = [];
  child.on('message', (message) => {
    const report = parseProcessReport(message);
    if (report !== undefined) reports.push(report);
  });
  return {
    ports: { first, second },
    reports,
    exited: once(child, 'close'),
    kill: (signal) => child.kill(signal),
    restart: (service) => child.send({ type: 'restart', service }),
    log: () => log,
    entries: () =>
      log
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
  };
}

const ask = (port: number, path = '', method = 'GET') =>
  fetch(`http://127.0.0.1:${port}/${path}`, { method, headers: { connection: 'close' } });

const isReady = ({ reports }: Group) => reports.some(({ type }) => type === 'ready');

async function startReadyGroup(t: TestContext): Promise<Group> {
  const group = await startGroup(t);
  await waitFor('both services', () => isReady(group));
  return group;
}

async function countStarts(port: number): Promise<number> {
  const { starts } = (await (await ask(port)).json()) as { starts: number };
  return starts;
}

/** Waits until a service answers that it has been started so often. */
const waitForStarts = (port: number, count: number) =>
  waitFor(`start ${count}`, () =>
    countStarts(port).then(
      (starts) => starts === count,
      () => false,
    ),
  );

test('two services in one process have their own variables, logs and figures', async (t) => {
  const group = await startReadyGroup(t);
  const { first, second } = group.ports;
  assert.deepEqual(await (await ask(first)).json(), { greeting: 'hello', starts: 1 });
  assert.deepEqual(await (await ask(second)).json(), { greeting: 'good day', starts: 1 });
  await ask(second);
  assert.match(await (await ask(first, 'metrics')).text(), /^asked_total 1$/m);
  const figures = await (await ask(second, 'metrics')).text();
  assert.match(figures, /^asked_total 2$/m);
  assert.match(figures, /^nodejs_heap_size_total_bytes \d+/m);
  const started = group.entries().filter(({ msg }) => msg === 'started');
  assert.deepEqual(started.map(({ name }) => name).sort(), ['first', 'second']);
});

test('a service that cannot go on is closed and started again while the other answers', async (t) => {
  const group = await startReadyGroup(t);
  const { first, second } = group.ports;
  await ask(first, 'fail', 'POST');
  await waitForStarts(first, 2);
  assert.equal(await countStarts(second), 1);
  const told = group
    .entries()
    .filter(({ name, msg }) => name === 'first' && !msg.startsWith('Server listening'))
    .map(({ msg }) => msg);
  assert.deepEqual(told, [
    'started',
    'cannot go on',
    'closed',
    'starting the service again after a wait',
    'started',
  ]);
  await waitFor('the report', () => group.reports.length === 5);
  assert.deepEqual(group.reports.slice(3), [
    { type: 'service-failed', service: 'first' },
    { type: 'service-ready', service: 'first' },
  ]);
});

test('a service that cannot start is tried again, and the process is ready once it has started', async (t) => {
  const blocker = createServer();
  const { promise: blocked, resolve } = Promise.withResolvers<void>();
  const group = await startGroup(t);
  blocker.listen(group.ports.first, '127.0.0.1', resolve);
  await blocked;
  await waitFor('the other service', () =>
    countStarts(group.ports.second).then(
      () => true,
      () => false,
    ),
  );
  await waitFor('the failure', () => group.reports.some(({ type }) => type === 'service-failed'));
  assert.equal(isReady(group), false);
  blocker.close();
  await waitFor('both services', () => isReady(group));
  assert.equal((await ask(group.ports.first)).status, 200);
});

test('one service is restarted alone on request', async (t) => {
  const group = await startReadyGroup(t);
  group.restart('first');
  await waitForStarts(group.ports.first, 2);
  assert.equal(await countStarts(group.ports.second), 1);
});

test('twenty restarts of one service leave nothing behind', async (t) => {
  const { ports, restart } = await startReadyGroup(t);
  const count = async () => (await ask(ports.second, 'resources')).json();
  const before = await count();
  for (let starts = 2; starts <= 21; starts += 1) {
    restart('first');
    await waitForStarts(ports.first, starts);
  }
  assert.deepEqual(await count(), before);
});

test('SIGTERM closes all services, and the process ends with 0', async (t) => {
  const group = await startReadyGroup(t);
  group.kill('SIGTERM');
  assert.deepEqual(await group.exited, [0, null]);
  const closed = group.entries().filter(({ msg }) => msg === 'closed');
  assert.deepEqual(closed.map(({ name }) => name).sort(), ['first', 'second']);
});

test('the process ends once all services have finished', async (t) => {
  const group = await startReadyGroup(t);
  await ask(group.ports.first, 'finish', 'POST');
  await waitFor('the end of one', () =>
    ask(group.ports.first).then(
      () => false,
      () => true,
    ),
  );
  assert.equal(await countStarts(group.ports.second), 1);
  await ask(group.ports.second, 'finish', 'POST');
  assert.deepEqual(await group.exited, [0, null]);
});

test('an error that nobody handles ends the process, and all services are closed', async (t) => {
  const group = await startReadyGroup(t);
  await ask(group.ports.first, 'throw', 'POST');
  assert.deepEqual(await group.exited, [1, null]);
  const told = group.entries().map(({ name, msg }) => `${name}: ${msg}`);
  assert.ok(told.includes('first+second: an error nobody handled'));
  assert.ok(told.includes('second: closed'));
});

test('a process of one service ends when the service fails or is to be restarted', async (t) => {
  const failing = await startGroup(t, ['first']);
  await waitFor('the service', () => isReady(failing));
  await ask(failing.ports.first, 'fail', 'POST');
  assert.deepEqual(await failing.exited, [1, null]);

  const asked = await startGroup(t, ['first']);
  await waitFor('the service', () => isReady(asked));
  asked.restart('first');
  assert.deepEqual(await asked.exited, [0, null]);
});

test('a process for a service that is unknown says which are known', async (t) => {
  const group = await startGroup(t, ['first', 'third']);
  assert.deepEqual(await group.exited, [1, null]);
  assert.match(group.log(), /There is no service third\. Known are first, second\./);
});
