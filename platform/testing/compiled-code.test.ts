import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { compiledCodeEnvironment, shareCompiledCode } from './compiled-code.ts';

test('a process with an environment of its own keeps its compiled code where the run keeps it', async () => {
  shareCompiledCode();
  const { NODE_COMPILE_CACHE: folder } = compiledCodeEnvironment();
  assert.ok(folder);
  const script = 'process.stdout.write(String(require("node:module").getCompileCacheDir()))';
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script], {
    env: compiledCodeEnvironment(),
  });
  assert.ok(stdout.startsWith(folder), stdout);
});
