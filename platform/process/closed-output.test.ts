import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const module = new URL('./closed-output.ts', import.meta.url).href;

/** Runs a program that writes until it sees that nobody reads, and closes its output after the first piece. */
async function readOnePiece(program: string): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const errors = text(child.stderr);
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await exited;
  return { code, errors: await errors };
}

test('a program whose reader goes away stops writing and ends without a stack trace', async () => {
  const { code, errors } = await readOnePiece(`
    import { setImmediate as turn } from 'node:timers/promises';
    const { tolerateClosedOutput } = await import(${JSON.stringify(module)});
    const closed = tolerateClosedOutput();
    while (!closed.aborted) {
      process.stdout.write('row\\n');
      await turn();
    }`);
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

test('an output that fails for another reason is reported, and the exit code is 1', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { tolerateClosedOutput } = await import(${JSON.stringify(module)});
       tolerateClosedOutput();
       process.stdout.destroy(new Error('no space left'));`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 },
  );
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.deepEqual({ code, errors }, { code: 1, errors: 'The output cannot be written: no space left\n' });
});
