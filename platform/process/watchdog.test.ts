import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const watchdog = new URL('./watchdog.ts', import.meta.url).href;

async function run(body: string) {
  const program = `
    import { startWatchdog } from ${JSON.stringify(watchdog)};
    const stop = startWatchdog({ name: 'program', hangMs: 400, everyMs: 100 });
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { output, code, signal };
}

test('a process whose event loop hangs is killed, and says why', async () => {
  const { output, signal } = await run('setTimeout(() => { for (;;); }, 300);');
  assert.equal(signal, 'SIGKILL');
  const { level, name, msg } = JSON.parse(output);
  assert.deepEqual([level, name], ['fatal', 'program']);
  assert.match(msg, /has done nothing else for 400 ms/);
});

test('a process that works, or is idle, is left alone and may end by itself', async () => {
  assert.deepEqual(await run('setTimeout(() => {}, 1_000);'), { output: '', code: 0, signal: null });
});

test('a process that is no longer watched may take its time', async () => {
  const busy = 'stop(); const end = Date.now() + 1_000; while (Date.now() < end);';
  assert.deepEqual(await run(busy), { output: '', code: 0, signal: null });
});
