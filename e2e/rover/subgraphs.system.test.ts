import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { shopSdl } from '../../registry/testing/shop-sdl.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';

let registry: RegistryProcess;
let folder: string;

before(async () => {
  registry = await startRegistryProcess();
  folder = await mkdtemp(join(tmpdir(), 'rover-schemas-'));
  for (const [name, sdl] of Object.entries(shopSdl)) await writeFile(join(folder, `${name}.graphql`), sdl);
});
after(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

function publish(subgraph: keyof typeof shopSdl, ...more: readonly string[]) {
  const schema = join(folder, `${subgraph}.graphql`);
  return registry.rover([
    'subgraph',
    'publish',
    'shop@current',
    '--name',
    subgraph,
    '--schema',
    schema,
    ...more,
  ]);
}

test('config whoami tells whose key it is, and a wrong key is E013', async () => {
  const known = await registry.rover(['config', 'whoami']);
  assert.equal(known.code, 0, known.stderr);
  assert.match(known.stdout, /User ID\s+┆ admin/);
  const wrong = await registry.rover(['config', 'whoami'], { key: 'x'.repeat(40) });
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /error\[E013\]/);
});

test('a graph that nobody has published is E010', async () => {
  for (const command of [
    ['subgraph', 'list'],
    ['subgraph', 'fetch', '--name', 'users'],
    ['supergraph', 'fetch'],
    ['graph', 'fetch'],
  ]) {
    const [topic = '', verb = '', ...more] = command;
    const { code, stderr } = await registry.rover([topic, verb, 'shop@current', ...more]);
    assert.equal(code, 1, command.join(' '));
    assert.match(stderr, /error\[E010\]/, command.join(' '));
  }
});

test('subgraph publish says what was created, updated or neither, and what the supergraph became', async () => {
  const created = await publish('users', '--routing-url', 'http://users.example/graphql');
  assert.equal(created.code, 0, created.stderr);
  assert.match(created.stderr, /A new subgraph called 'users' was created in 'shop@current'/);
  assert.match(created.stderr, /The supergraph schema for 'shop@current' was updated/);
  const same = await publish('users');
  assert.equal(same.code, 0, same.stderr);
  assert.match(same.stderr, /NOT updated because no changes were detected/);
  assert.equal((await publish('posts', '--routing-url', 'http://posts.example/graphql')).code, 0);
});

test('subgraph list and fetch show what was published', async () => {
  const list = await registry.rover(['subgraph', 'list', 'shop@current', '--format', 'json']);
  assert.equal(list.code, 0, list.stderr);
  const { data } = JSON.parse(list.stdout) as { data: { subgraphs: { name: string; url: string }[] } };
  assert.deepEqual(data.subgraphs.map(({ name, url }) => `${name} ${url}`).toSorted(), [
    'posts http://posts.example/graphql',
    'users http://users.example/graphql',
  ]);
  const fetched = await registry.rover(['subgraph', 'fetch', 'shop@current', '--name', 'posts']);
  assert.equal(fetched.code, 0, fetched.stderr);
  assert.equal(fetched.stdout.trim(), shopSdl.posts.trim());
  const missing = await registry.rover(['subgraph', 'fetch', 'shop@current', '--name', 'nobody']);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /error\[E009\][\s\S]*posts, users/);
});

test('a publish that does not compose tells its errors, exits 0 as Rover does, and changes nothing that runs', async () => {
  const earlier = await registry.rover(['supergraph', 'fetch', 'shop@current']);
  const broken = await publish('clash', '--routing-url', 'http://clash.example/graphql');
  assert.equal(broken.code, 0, broken.stderr);
  assert.match(broken.stderr, /was NOT updated/);
  assert.match(broken.stderr, /FIELD_TYPE_MISMATCH: .*Query\.user/);
  const later = await registry.rover(['supergraph', 'fetch', 'shop@current']);
  assert.equal(later.code, 0, later.stderr);
  assert.match(later.stdout, /name: "users", url: "http:\/\/users.example\/graphql"/);
  assert.equal(later.stdout, earlier.stdout);
});

test('subgraph delete asks first, and with --confirm removes the subgraph', async () => {
  const asked = await registry.rover(['subgraph', 'delete', 'shop@current', '--name', 'clash'], {
    input: 'n\n',
  });
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stderr, /no build errors[\s\S]*Delete cancelled/);
  const done = await registry.rover(['subgraph', 'delete', 'shop@current', '--name', 'clash', '--confirm']);
  assert.equal(done.code, 0, done.stderr);
  assert.match(
    done.stderr,
    /'clash' subgraph was removed from 'shop@current'\. The remaining subgraphs were composed/,
  );
  const again = await registry.rover(['subgraph', 'delete', 'shop@current', '--name', 'nobody', '--confirm']);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /shop@current has no subgraph nobody\. It has: posts, users\./);
});

test('graph fetch gives the schema that clients see, and another variant is E008', async () => {
  const graph = await registry.rover(['graph', 'fetch', 'shop@current']);
  assert.equal(graph.code, 0, graph.stderr);
  assert.match(graph.stdout, /posts: \[Post!\]!/);
  assert.doesNotMatch(graph.stdout, /join__/);
  const other = await registry.rover(['supergraph', 'fetch', 'shop@other']);
  assert.equal(other.code, 1);
  assert.match(other.stderr, /error\[E008\]/);
});

test('a key without the right is refused at once and in plain words', async () => {
  const { gatewayKey: key } = registry;
  const read = await registry.rover(['supergraph', 'fetch', 'shop@current'], { key });
  assert.equal(read.code, 0, read.stderr);
  const schema = join(folder, 'users.graphql');
  const refused = await registry.rover(
    [
      'subgraph',
      'publish',
      'shop@current',
      '--name',
      'users',
      '--schema',
      schema,
      '--routing-url',
      'http://x.example',
    ],
    { key },
  );
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /The key gateway has no right PUBLISH for the graph shop\./);
  const unknown = await registry.rover(['subgraph', 'list', 'shop@current'], { key: 'x'.repeat(40) });
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /This registry does not know the API key/);
  for (const { tookMs } of [refused, unknown]) assert.ok(tookMs < 20_000, `${tookMs} ms`);
});
