import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createKeyAuthor, operatorAuthor } from '../author.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { hasRight } from './api-key.ts';
import { ConfiguredKeys } from './configured-keys.ts';
import { KeyStore } from './key-store.ts';

let registry: TestRegistry;

before(async () => {
  registry = await createTestRegistry();
});
after(() => registry.close());

test('a key is found by its secret alone, of which only a hash is stored', async () => {
  const { keys, sql } = registry;
  const { id, secret } = await keys.create(
    { name: 'ci', graph: 'shop', rights: ['READ', 'CHECK'] },
    operatorAuthor,
  );
  const found = await keys.find(secret);
  assert.deepEqual(
    [found?.id, found?.name, found?.graph, [...(found?.rights ?? [])]],
    [id, 'ci', 'shop', ['READ', 'CHECK']],
  );
  assert.equal(await keys.find(`${secret}x`), undefined);
  assert.equal(await keys.find(''), undefined);
  assert.equal(await keys.find('x'.repeat(100_000)), undefined);
  const [row] = await sql`select row_to_json(k)::text as row from registry.api_keys k where id = ${id}`;
  assert.doesNotMatch(row?.['row'], new RegExp(secret.slice(-20)));
});

test('a key has the rights that it was made with, for its graph alone; ADMIN has all', async () => {
  const { keys } = registry;
  const { secret } = await keys.create({ name: 'checks', graph: 'shop', rights: ['CHECK'] }, operatorAuthor);
  const key = await keys.find(secret);
  assert.ok(key);
  assert.deepEqual(
    [hasRight(key, 'CHECK', 'shop'), hasRight(key, 'PUBLISH', 'shop'), hasRight(key, 'CHECK', 'other')],
    [true, false, false],
  );
  assert.ok(hasRight({ ...key, graph: undefined, rights: new Set(['ADMIN']) }, 'REPORT', 'any'));
});

test('a deleted key is refused, its name changes until then, and the audit trail says who did it', async () => {
  const { keys, sql } = registry;
  const admin = await keys.find(
    (await keys.create({ name: 'root', graph: undefined, rights: ['ADMIN'] }, operatorAuthor)).secret,
  );
  assert.ok(admin);
  const author = createKeyAuthor(admin);
  const { id, secret } = await keys.create({ name: 'old', graph: 'audited', rights: ['READ'] }, author);
  await keys.rename(id, 'audited', ' new ', author);
  assert.deepEqual(
    (await keys.list('audited')).map(({ name, ending }) => [name, ending]),
    [['new', secret.slice(-4)]],
  );
  await assert.rejects(keys.delete(id, 'other', author), /no key with the id/);
  await keys.delete(id, 'audited', author);
  assert.equal(await keys.find(secret), undefined);
  await assert.rejects(keys.delete(id, 'audited', author), /no key with the id/);
  await assert.rejects(keys.rename('1 or 1=1', 'audited', 'x', author), /no key with the id/);
  const trail =
    await sql`select action, key_name from registry.audit_entries where graph = 'audited' order by position`;
  assert.deepEqual(
    trail.map(({ action, key_name }) => `${action} by ${key_name}`),
    ['KEY_CREATED by root', 'KEY_RENAMED by root', 'KEY_DELETED by root'],
  );
  assert.doesNotMatch(JSON.stringify(trail), new RegExp(secret.slice(-20)));
});

test('a key is restricted only to subgraphs that can be there, of its own graph', async () => {
  const create = (graph: string, subgraph: string) => {
    const subgraphs = [{ graph, variant: 'current', subgraph }];
    return registry.keys.create({ name: 'x', graph: 'shop', rights: ['PUBLISH'], subgraphs }, operatorAuthor);
  };
  for (const [graph, subgraph] of [
    ['other', 'users'],
    ['shop', '\0'],
    ['shop', ''],
  ] as const)
    await assert.rejects(create(graph, subgraph), /Name subgraphs of the graph/);
  assert.match((await create('shop', 'users')).secret, /^service:shop:/);
  const name = 'n\0';
  await assert.rejects(
    registry.keys.create({ name, graph: 'shop', rights: ['READ'] }, operatorAuthor),
    /name of a key/,
  );
});

test('a key of the configuration is good without being stored', async () => {
  const secret = randomBytes(32).toString('base64url');
  const keys = new KeyStore(registry.db, new ConfiguredKeys([{ name: 'admin', secret, rights: ['ADMIN'] }]));
  assert.equal((await keys.find(secret))?.name, 'admin');
  assert.equal(await keys.find(`${secret.slice(1)}x`), undefined);
});
