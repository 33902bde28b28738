import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import '#platform/testing/own-process.ts';

test('a reading thread begins without any package: each thread would pay for it in time and memory', async () => {
  const packages = new Set<string>();
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(resolved.url) ?? [];
      if (name !== undefined) packages.add(name);
      return resolved;
    },
  });
  try {
    await assert.rejects(import('./reading-thread.ts'), /runs as a worker thread/);
  } finally {
    hooks.deregister();
  }
  assert.deepEqual([...packages], []);
});
