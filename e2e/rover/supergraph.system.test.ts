import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';
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
  assert.equal((await publishSystemSubgraphs(target, signal)).length, subgraphs.length);
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

/** Writes files for `supergraph compose` into a folder, and gives the path of the configuration. */
async function writeConfig(folder: string, version = 'federation_version: =2.14.4\n'): Promise<string> {
  const entries = await Promise.all(
    subgraphs.map(async ({ name, url }) => {
      await writeFile(join(folder, `${name}.graphql`), await readSubgraphSdl(name));
      return `  ${name}:\n    routing_url: ${url}\n    schema:\n      file: ./${name}.graphql\n`;
    }),
  );
  const path = join(folder, 'supergraph.yaml');
  await writeFile(path, `${version}subgraphs:\n${entries.join('')}`);
  return path;
}

test('supergraph compose with files and with a graph ref gives the supergraph that schema:compose writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  try {
    const exact = await registry.rover(['supergraph', 'compose', '--config', await writeConfig(folder)]);
    assert.equal(exact.code, 0, exact.stderr);
    assert.equal(exact.stdout.trimEnd(), expected.trimEnd());
    const newest = await registry.rover(['supergraph', 'compose', '--config', await writeConfig(folder, '')]);
    assert.equal(newest.code, 0, newest.stderr);
    assert.equal(newest.stdout.trimEnd(), expected.trimEnd());
    const byRef = await registry.rover(['supergraph', 'compose', '--graph-ref', 'facturation@current']);
    assert.equal(byRef.code, 0, byRef.stderr);
    assert.equal(byRef.stdout.trimEnd(), expected.trimEnd());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('supergraph compose tells what does not compose, and which version it would take', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  try {
    const config = await writeConfig(folder);
    await writeFile(join(folder, 'product.graphql'), 'type Query { customers: Int }');
    const broken = await registry.rover(['supergraph', 'compose', '--config', config]);
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /error\[E029\]/);
    assert.match(broken.stderr, /Query\.customers/);
    const stranger = await registry.rover(['supergraph', 'compose', '--config', config], {
      key: 'x'.repeat(40),
    });
    assert.equal(stranger.code, 1);
    assert.match(stranger.stderr, /Set APOLLO_KEY to a key of this registry/);
    const other = await writeConfig(folder, 'federation_version: =2.9.0\n');
    const refused = await registry.rover(['supergraph', 'compose', '--config', other]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /404/);
    for (const { tookMs } of [refused, stranger]) assert.ok(tookMs < 30_000, `${tookMs} ms`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
