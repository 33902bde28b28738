import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { ServiceGroup } from './service-group.ts';
import type { ServiceSpec } from './service-specs.ts';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'service-group-'));
  // Two small services, `first` and `second`, stand in for those of the system.
  const program = new URL('../../platform/process/testing/group/main.ts', import.meta.url).href;
  await mkdir(join(root, 'deploy/local'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await writeFile(join(root, 'deploy/local/group.ts'), `await import(${JSON.stringify(program)});`);
});
after(() => rm(root, { recursive: true }));

/** A group of the two services; all it printed, and the process ids that it has had. */
function openGroup(t: TestContext, signal = new AbortController().signal) {
  const printed: string[] = [];
  let output = '';
  const group = new ServiceGroup({
    name: 'services',
    services: ['first', 'second'],
    root,
    environment: { PATH: process.env['PATH'], ...compiledCodeEnvironment() },
    onOutput: (text) => {
      output += text;
    },
    print: (line) => printed.push(line),
    signal,
  });
  t.after(() => group.stop());
  return { group, printed, output: () => output };
}

async function toSpec(name: string): Promise<ServiceSpec & { readonly port: number }> {
  const port = await findFreePort();
  return { name, port, environment: { PORT: String(port), GREETING: name } };
}

const greet = async ({ port }: { readonly port: number }) => {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  return ((await answer.json()) as { greeting: string }).greeting;
};

const post = ({ port }: { readonly port: number }, path: string) =>
  fetch(`http://127.0.0.1:${port}/${path}`, { method: 'POST', headers: { connection: 'close' } });

async function startBoth(t: TestContext) {
  const opened = openGroup(t);
  const [first, second] = [await toSpec('first'), await toSpec('second')];
  await Promise.all([opened.group.start(first), opened.group.start(second)]);
  return { ...opened, first, second };
}

test('services of a group start one by one, each with its own variables', async (t) => {
  const { group } = openGroup(t);
  const [first, second] = [await toSpec('first'), await toSpec('second')];
  await group.start(second);
  await assert.rejects(greet(first));
  await group.start(first);
  assert.deepEqual([await greet(first), await greet(second)], ['first', 'second']);
});

test('a service that fails is started again alone, and the launcher says when it runs', async (t) => {
  const { first, second, printed } = await startBoth(t);
  await post(first, 'fail');
  await waitFor('the restart', () => printed.length > 0);
  assert.deepEqual(printed, ['first is running again']);
  assert.deepEqual([await greet(first), await greet(second)], ['first', 'second']);
});

test('all services come back when their process has ended', async (t) => {
  const { first, second, printed } = await startBoth(t);
  await post(first, 'throw');
  await waitFor('both', () => printed.length === 3);
  assert.equal(printed[0], 'the process of first, second ended (exit code 1); starting it again in 200 ms');
  assert.deepEqual(printed.slice(1).sort(), ['first is running again', 'second is running again']);
  assert.deepEqual([await greet(first), await greet(second)], ['first', 'second']);
});

test('a service that cannot start the first time is named', async (t) => {
  const { group, output } = openGroup(t);
  await assert.rejects(group.start({ name: 'first', environment: {} }), {
    code: 'PROCESS_FAILED',
    message: 'first could not start.',
  });
  await waitFor('the reason to be written', () => /PORT|GREETING/.test(output()));
});

test('a start is over when the launcher ends', async (t) => {
  const ending = new AbortController();
  const { group } = openGroup(t, ending.signal);
  const starting = group.start(await toSpec('first'));
  ending.abort();
  await assert.rejects(starting, { name: 'AbortError' });
});
