import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type ProcessReport, type ProcessRequest, parseProcessReport } from './messages.ts';

const program = fileURLToPath(new URL('testing/group/main.ts', import.meta.url));

interface Group {
  readonly ports: { readonly first: number; readonly second: number };
  readonly reports: readonly ProcessReport[];
  readonly exited: Promise<unknown[]>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly send: (request: ProcessRequest) => void;
  readonly log: () => string;
  /** The entries of the log, as they were written. */
  readonly entries: () => { readonly name: string; readonly level: string; readonly msg: string }[];
}

async function loadGroup(t: TestContext, names = ['first', 'second']): Promise<Group> {
  const [first, second] = [await findFreePort(), await findFreePort()];
  const child = fork(program, ['group', ...names], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, ...compiledCodeEnvironment(), COMMON: 'of all' },
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
    send: (request) => child.send(request),
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

const restart = ({ send }: Group, service: string) => send({ type: 'restart', service });

function startBoth({ send, ports }: Group): void {
  const variables = {
    first: { PORT: `${ports.first}`, GREETING: 'hello' },
    second: { PORT: `${ports.second}`, GREETING: 'good day' },
  };
  for (const [service, environment] of Object.entries(variables))
    send({ type: 'start', service, environment });
}

const hasReported = ({ reports }: Group, type: ProcessReport['type'], service?: string) =>
  reports.some(
    (report) =>
      report.type === type && (service === undefined || ('service' in report && report.service === service)),
  );

async function startReadyGroup(t: TestContext): Promise<Group> {
  const group = await loadGroup(t);
  startBoth(group);
  await waitFor('both services', () =>
    ['first', 'second'].every((one) => hasReported(group, 'service-ready', one)),
  );
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

test('a process for several services loads them, and starts each when its variables come', async (t) => {
  const group = await loadGroup(t);
  await waitFor('the code', () => hasReported(group, 'ready'));
  group.send({
    type: 'start',
    service: 'second',
    environment: { PORT: `${group.ports.second}`, GREETING: 'hi' },
  });
  await waitFor('the second service', () => hasReported(group, 'service-ready', 'second'));
  assert.equal(await countStarts(group.ports.second), 1);
  await assert.rejects(ask(group.ports.first));
});

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

test("a service sees its own variables and those of the process, and the process nobody's own", async (t) => {
  const { ports } = await startReadyGroup(t);
  assert.deepEqual(await (await ask(ports.first, 'variables')).json(), {
    service: ['COMMON', 'GREETING', 'PORT'],
    process: ['COMMON'],
  });
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

test('a service that cannot start is tried again, and the other does not wait for it', async (t) => {
  const blocker = createServer();
  const { promise: blocked, resolve } = Promise.withResolvers<void>();
  const group = await loadGroup(t);
  blocker.listen(group.ports.first, '127.0.0.1', resolve);
  await blocked;
  startBoth(group);
  await waitFor('the other service', () => hasReported(group, 'service-ready', 'second'));
  await waitFor('the failure', () => hasReported(group, 'service-failed', 'first'));
  assert.equal(hasReported(group, 'service-ready', 'first'), false);
  blocker.close();
  await waitFor('both services', () => hasReported(group, 'service-ready', 'first'));
  assert.equal((await ask(group.ports.first)).status, 200);
});

test('one service is restarted alone on request', async (t) => {
  const group = await startReadyGroup(t);
  restart(group, 'first');
  await waitForStarts(group.ports.first, 2);
  assert.equal(await countStarts(group.ports.second), 1);
});

test('twenty restarts of one service leak nothing', async (t) => {
  const group = await startReadyGroup(t);
  const { ports } = group;
  const count = async () => (await ask(ports.second, 'resources')).json();
  const before = await count();
  for (let starts = 2; starts <= 21; starts += 1) {
    restart(group, 'first');
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
  assert.ok(told.includes('group: an error nobody handled'));
  assert.ok(told.includes('second: closed'));
});

test('a process for a service that is unknown says which are known', async (t) => {
  const group = await loadGroup(t, ['first', 'third']);
  assert.deepEqual(await group.exited, [1, null]);
  assert.match(group.log(), /There is no service third\. Known are first, second\./);
});
