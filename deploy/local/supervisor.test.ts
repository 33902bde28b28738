import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startChild } from './child.ts';
import { type Supervisor, superviseProcess } from './supervisor.ts';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'supervisor-'));
});
after(() => rm(root, { recursive: true }));

const ready = `process.send({ type: 'ready' });`;
const stays = `setInterval(() => {}, 1000);`;
const endsWithParent = `process.on('disconnect', () => process.exit());`;

/** Supervises a small program, with short times. */
async function supervise(
  body: string,
  options: {
    signal?: AbortSignal;
    times?: object;
    onOutput?: (text: string) => void;
    printed?: string[];
  } = {},
): Promise<Supervisor & { printed: string[] }> {
  const file = `${process.hrtime.bigint()}.mjs`;
  await writeFile(join(root, file), `${endsWithParent}${body}`);
  const { printed = [] } = options;
  const supervisor = await superviseProcess({
    name: 'program',
    startChild: () =>
      startChild(
        { name: 'program', file, environment: { GREETING: 'hello' } },
        { root, environment: {}, onOutput: options.onOutput ?? ((text) => printed.push(text)) },
      ),
    print: (line) => printed.push(line),
    signal: options.signal ?? new AbortController().signal,
    times: { firstBackoff: 1, maxBackoff: 4, stopWithin: 5_000, ...options.times },
  });
  return Object.assign(Object.create(supervisor) as Supervisor, { printed });
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('starts a process with its own environment and ends it', async () => {
  const supervisor = await supervise(`console.log(process.env.GREETING, process.env.HOME); ${ready}${stays}`);
  const { pid } = supervisor;
  assert.ok(isAlive(pid));
  await waitFor('its output', () => supervisor.printed.includes('hello undefined\n'));
  await supervisor.stop();
  assert.ok(!isAlive(pid));
});

test('starts a process again that was killed', async () => {
  const supervisor = await supervise(`${ready}${stays}`);
  const { pid } = supervisor;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await waitFor('the restart', () => supervisor.printed.includes('program is running again'));
  assert.notEqual(supervisor.pid, pid);
  assert.match(supervisor.printed[0] ?? '', /^program ended \(SIGKILL\); starting it again in 1 ms$/);
  await supervisor.stop();
});

/** The waits before the first six restarts of a process that ends once it is ready, in milliseconds. */
async function readWaits(times: object): Promise<number[]> {
  const supervisor = await supervise(`${ready} setImmediate(() => process.exit(3));`, { times });
  const waits = () =>
    supervisor.printed.flatMap((line) => {
      const wait = /^program ended \(exit code 3\); starting it again in (\d+) ms$/.exec(line)?.[1];
      return wait === undefined ? [] : [Number(wait)];
    });
  await waitFor('six restarts', () => waits().length > 5);
  await supervisor.stop();
  return waits().slice(0, 6);
}

test('starts a process that keeps ending again and again, after waits that double up to a limit', async () => {
  assert.deepEqual(await readWaits({}), [1, 2, 4, 4, 4, 4]);
});

test('forgets earlier ends once a process has run for long enough', async () => {
  assert.deepEqual(await readWaits({ soundAfter: 0 }), [1, 1, 1, 1, 1, 1]);
});

test('ends while it waits for a restart', async () => {
  const supervisor = await supervise(`${ready} setImmediate(() => process.exit(3));`, {
    times: { firstBackoff: 600_000, maxBackoff: 600_000 },
  });
  await waitFor('the end', () => supervisor.printed.length > 0);
  await supervisor.stop();
  assert.deepEqual(supervisor.printed, ['program ended (exit code 3); starting it again in 600000 ms']);
});

test('says at once when a process cannot start', async () => {
  await assert.rejects(supervise('process.exit(1);'), {
    code: 'PROCESS_FAILED',
    message: 'program could not start (exit code 1).',
  });
});

test('ends a process that does not become ready in time, and says so', async () => {
  const printed: string[] = [];
  const supervising = supervise(stays, { times: { readyWithin: 50 }, printed });
  await assert.rejects(supervising, { code: 'PROCESS_FAILED' });
  assert.deepEqual(printed, ['program was not ready within 0.05 s and is ended']);
});

test('kills a process that does not end when asked to', async () => {
  const supervisor = await supervise(`process.on('SIGTERM', () => {}); ${ready}${stays}`, {
    times: { stopWithin: 50 },
  });
  const { pid } = supervisor;
  await supervisor.stop();
  assert.ok(!isAlive(pid));
});

test('ends a process that is starting when the launcher ends', async () => {
  const ending = new AbortController();
  const onOutput = () => ending.abort();
  const starting = supervise(`console.log('started'); ${stays}`, { signal: ending.signal, onOutput });
  await assert.rejects(starting, { name: 'AbortError' });
});

test('starts nothing once the launcher ends', async () => {
  const signal = AbortSignal.abort();
  const printed: string[] = [];
  const onOutput = (text: string) => printed.push(text);
  await assert.rejects(supervise(`console.log('started'); ${ready}${stays}`, { signal, onOutput }), {
    name: 'AbortError',
  });
  assert.deepEqual(printed, []);
});
