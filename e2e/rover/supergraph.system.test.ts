import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { publishSystemSubgraphs } from '../../deploy/system/publish-subgraphs.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';

let registry: RegistryProcess;
let expected: string;
const { signal } = new AbortController();

before(async () => {
  registry = await startRegistryProcess();
  expected = await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
});
after(() => registry.close());

test('the subgraphs of this system are published in one launch, and nothing changes the second time', async () => {
  const target = { url: registry.address, key: registry.key };
  assert.equal((await publishSystemSubgraphs(target, signal)).length, 7);
  assert.deepEqual(await publishSystemSubgraphs(target, signal), []);
  await assert.rejects(
    publishSystemSubgraphs({ ...target, key: registry.gatewayKey }, signal),
    /403.*PUBLISH/,
  );
  const list = await registry.rover(['subgraph', 'list', 'facturation@current']);
  assert.equal(list.code, 0, list.stderr);
  for (const name of ['customer', 'product', 'billing']) assert.match(list.stdout, new RegExp(`│ ${name} `));
});

test('supergraph fetch gives the supergraph that schema:compose writes', async () => {
  const { code, stdout, stderr } = await registry.rover(['supergraph', 'fetch', 'facturation@current']);
  assert.equal(code, 0, stderr);
  assert.equal(stdout.trimEnd(), expected.trimEnd());
});
