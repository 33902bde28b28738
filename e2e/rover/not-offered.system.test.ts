import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shopSdl } from '../../registry/testing/shop-sdl.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';

let registry: RegistryProcess;

before(async () => {
  registry = await startRegistryProcess();
  const args = ['subgraph', 'publish', 'shop@current', '--name', 'users', '--schema', '-'];
  await registry.rover([...args, '--routing-url', 'http://users.example'], { input: shopSdl.users });
});
after(() => registry.close());

/** Each command with its arguments, and what it reads. */
const commands: readonly (readonly [command: string, args: string, input?: string])[] = [
  ['graph publish', 'shop@current --schema -', shopSdl.users],
  ['graph delete', 'shop@current --confirm'],
  ['contract describe', 'shop@current'],
  [
    'contract publish',
    'shop@public --source-variant current --include-tag a --exclude-tag b --no-hide-unreachable-types --no-launch',
  ],
  ['license fetch', '--graph-id shop'],
  ['cloud config fetch', 'shop@current'],
  ['graph-artifact fetch', '--graph-id shop --tag-name newest'],
  ['graph-artifact fetch', '--graph-id shop --digest sha256:0'],
  ['graph-artifact list-tags', '--graph-id shop'],
  ['graph-artifact untag', '--graph-id shop newest'],
  ['graph-artifact tag', '--graph-id shop --digest sha256:0 newest'],
];

/** Rover repeats some answers for 30 s; none of these may be among them. */
const maxMs = 20_000;

for (const [command, args, input] of commands) {
  test(`${command} ${args} is answered in plain words, at once and with exit code 1`, async () => {
    const run = await registry.rover([...command.split(' '), ...args.split(' ')], {
      ...(input !== undefined && { input }),
    });
    assert.equal(run.code, 1);
    assert.match(run.stderr, new RegExp(`This registry does not offer rover ${command}\\.`));
    assert.ok(run.tookMs < maxMs, `${run.tookMs} ms`);
  });
}

test('graph publish and graph delete say what to do instead', async () => {
  const { stderr: published } = await registry.rover(['graph', 'publish', 'shop@current', '--schema', '-'], {
    input: shopSdl.users,
  });
  assert.match(published, /publish subgraphs with rover subgraph publish/);
  const { stderr: deleted } = await registry.rover(['graph', 'delete', 'shop@current', '--confirm']);
  assert.match(deleted, /delete subgraphs with rover subgraph delete/);
  const list = await registry.rover(['subgraph', 'list', 'shop@current']);
  assert.match(list.stdout, /users/);
});

test('a schema that is larger than the registry takes is refused at once, whether or not its request is', async () => {
  for (const characters of [2_100_000, 9_000_000]) {
    const args = ['subgraph', 'publish', 'shop@current', '--name', 'users', '--schema', '-'];
    const run = await registry.rover(args, { input: `${shopSdl.users}#${'x'.repeat(characters)}` });
    assert.equal(run.code, 1);
    assert.match(run.stderr, /at most 2000000 characters|Request body is too large/);
    assert.ok(run.tookMs < maxMs, `${run.tookMs} ms`);
  }
});

test('a body that is not JSON or is no operation is refused at once', async () => {
  const ask = async (body: string, type = 'application/json') => {
    const response = await fetch(`${registry.address}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': type, 'x-api-key': registry.key },
      body,
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors: { message: string }[] };
    assert.deepEqual([response.status, data], [200, {}]);
    return errors[0]?.message ?? '';
  };
  assert.match(await ask('{"query":'), /JSON/);
  assert.match(await ask('{}'), /The body must be JSON with query/);
  assert.match(await ask('query=1', 'text/html'), /Unsupported Media Type/);
  assert.match(await ask(JSON.stringify({ query: '{ me { id ' })), /Syntax Error/);
  assert.match(await ask(JSON.stringify({ query: `{ ${'a '.repeat(20_000)} }` })), /operation/);
  assert.match(
    await ask(JSON.stringify({ query: 'fragment A on Query { me { id } }' })),
    /names no operation/,
  );
});
