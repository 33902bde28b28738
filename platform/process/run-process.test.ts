import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const roots = {
  log: new URL('../log/log.ts', import.meta.url).href,
  run: new URL('./run-process.ts', import.meta.url).href,
};

async function forkProgram(body: string) {
  const folder = await mkdtemp(join(tmpdir(), 'run-process-'));
  const file = join(folder, 'program.mts');
  await writeFile(
    file,
    `import { createLog } from '${roots.log}';
     import { runProcess } from '${roots.run}';
     await runProcess(createLog({ name: 'program', level: 'error' }), async (owner) => { ${body} });`,
  );
  const child = fork(file, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const exited = once(child, 'exit').finally(() => rm(folder, { recursive: true }));
  return { child, exited, output: () => output };
}

const opensTwo = `
  const keepAlive = setInterval(() => {}, 1000);
  owner.own('first', () => { clearInterval(keepAlive); console.log('first closed'); });
  owner.own('second', async () => { console.log('second closed'); });`;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`closes in reverse order on ${signal}`, async () => {
    const { child, exited, output } = await forkProgram(opensTwo);
    await once(child, 'message');
    child.kill(signal);
    assert.deepEqual(await exited, [0, null]);
    assert.equal(output(), 'second closed\nfirst closed\n');
  });
}

test('ends when its parent is gone', async () => {
  const { child, exited, output } = await forkProgram(opensTwo);
  await once(child, 'message');
  child.disconnect();
  assert.deepEqual(await exited, [0, null]);
  assert.equal(output(), 'second closed\nfirst closed\n');
});

test('closes what was open when the start fails, and exits with 1', async () => {
  const { exited, output } = await forkProgram(`${opensTwo} throw new Error('no');`);
  assert.deepEqual(await exited, [1, null]);
  assert.equal(output(), 'second closed\nfirst closed\n');
});

test('closes and exits with 1 when it cannot go on', async () => {
  const { exited, output } = await forkProgram(
    `${opensTwo} setImmediate(() => owner.fail(new Error('lost')));`,
  );
  assert.deepEqual(await exited, [1, null]);
  assert.equal(output(), 'second closed\nfirst closed\n');
});
