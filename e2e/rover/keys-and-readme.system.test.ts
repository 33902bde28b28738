import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shopSdl } from '../../registry/testing/shop-sdl.ts';
import { type RegistryProcess, type RoverOptions, startRegistryProcess } from './registry-process.ts';

let registry: RegistryProcess;

before(async () => {
  registry = await startRegistryProcess();
  await publish('users', shopSdl.users);
});
after(() => registry.close());

function publish(name: string, sdl: string, options: RoverOptions = {}) {
  return registry.rover(
    [
      'subgraph',
      'publish',
      'shop@current',
      '--name',
      name,
      '--schema',
      '-',
      '--routing-url',
      `http://${name}.example`,
    ],
    { input: sdl, ...options },
  );
}

/** Runs a command that prints JSON and gives its data. */
async function ask(args: readonly string[], options: RoverOptions = {}): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await registry.rover([...args, '--format', 'json'], options);
  assert.equal(code, 0, stderr + stdout);
  return (JSON.parse(stdout) as { data: Record<string, unknown> }).data;
}

test('readme publish and fetch keep the text', async () => {
  const before = await registry.rover(['readme', 'fetch', 'shop@current']);
  assert.equal(before.code, 1);
  const content = '# Shop\n\nAll about the shop.\n';
  const published = await registry.rover(['readme', 'publish', 'shop@current', '--file', '-'], {
    input: content,
  });
  assert.equal(published.code, 0, published.stderr);
  const fetched = await registry.rover(['readme', 'fetch', 'shop@current']);
  assert.equal(fetched.code, 0, fetched.stderr);
  assert.match(fetched.stdout, /# Shop\n\nAll about the shop\./);
});

test('api-key create shows the key once; list, rename and delete do not', async () => {
  const created = await ask(['api-key', 'create', 'shop', 'operator', 'router']);
  const { api_key: secret, id } = created as { api_key: string; id: string };
  assert.match(secret, /^service:shop:[\w-]{43}$/);
  const list = await registry.rover(['api-key', 'list', 'shop']);
  assert.match(list.stdout, /router/);
  assert.ok(!list.stdout.includes(secret.slice(-10)));

  const identity = await ask(['config', 'whoami'], { key: secret });
  assert.deepEqual([identity['key_type'], identity['graph_id']], ['Graph', 'shop']);
  assert.equal((await registry.rover(['supergraph', 'fetch', 'shop@current'], { key: secret })).code, 0);
  const refused = await publish('posts', shopSdl.posts, { key: secret });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /no right PUBLISH/);

  const renamed = await registry.rover(['api-key', 'rename', 'shop', id, 'main router']);
  assert.equal(renamed.code, 0, renamed.stderr);
  assert.match((await registry.rover(['api-key', 'list', 'shop'])).stdout, /main router/);
  const deleted = await registry.rover(['api-key', 'delete', 'shop', id]);
  assert.equal(deleted.code, 0, deleted.stderr);
  const gone = await registry.rover(['config', 'whoami'], { key: secret });
  assert.match(gone.stderr, /error\[E013\]/);
});

test('a key for one subgraph publishes that one alone', async () => {
  const input = 'shop:\n  current:\n    - posts\n';
  const { api_key: secret } = (await ask(['api-key', 'create', 'shop', 'subgraph', 'posts team'], {
    input,
  })) as {
    api_key: string;
  };
  const own = await publish('posts', shopSdl.posts, { key: secret });
  assert.equal(own.code, 0, own.stderr);
  const other = await publish('users', `${shopSdl.users}# changed`, { key: secret });
  assert.equal(other.code, 1);
  assert.match(other.stderr, /The key posts team is for other subgraphs than users\./);
});

test('keys of one graph see nothing of another, and only administrators see keys', async () => {
  const { api_key: secret } = (await ask(['api-key', 'create', 'elsewhere', 'operator', 'stranger'])) as {
    api_key: string;
  };
  const hidden = await registry.rover(['subgraph', 'list', 'shop@current'], { key: secret });
  assert.match(hidden.stderr, /error\[E010\]/);
  const keys = await registry.rover(['api-key', 'list', 'elsewhere'], { key: secret });
  assert.equal(keys.code, 1);
  assert.match(keys.stderr, /no right ADMIN/);
});
