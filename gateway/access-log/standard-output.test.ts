import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const program = join(import.meta.dirname, 'testing', 'main.ts');

test('standard output has the header once and all lines, however slowly it is read', async () => {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = await text(child.stdout);
  const lines = Array.from({ length: 10_000 }, (_, line) => `line ${line}\n`);
  assert.equal(printed, `#header\n${lines.join('')}`);
});
