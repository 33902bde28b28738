import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { operatorAuthor } from '../author.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { CallerFinder } from './caller-finder.ts';

let registry: TestRegistry;

before(async () => {
  registry = await createTestRegistry();
});
after(() => registry.close());

test('addresses that try unknown keys again and again are not looked up any more, others are', async () => {
  const callers = new CallerFinder(registry.keys);
  const { secret } = await registry.keys.create(
    { name: 'good', graph: 'shop', rights: ['READ'] },
    operatorAuthor,
  );
  const ask = (key: string, ip: string) => callers.find({ headers: { 'x-api-key': key }, ip });
  for (let attempt = 0; attempt < 120; attempt += 1)
    assert.equal(await ask(`guess-${attempt}-${'x'.repeat(40)}`, '192.0.2.1'), undefined);
  const find = mock.method(registry.keys, 'find');
  await assert.rejects(ask(secret, '192.0.2.1'), { message: /Too many requests/ });
  assert.equal(find.mock.callCount(), 0);
  find.mock.restore();
  assert.equal((await ask(secret, '192.0.2.2'))?.name, 'good');
});

test('a key that asks more than its bound in a minute is refused, another key is not', async () => {
  const callers = new CallerFinder(registry.keys);
  const create = async (name: string) =>
    (await registry.keys.create({ name, graph: 'busy', rights: ['READ'] }, operatorAuthor)).secret;
  const [busy, calm] = [await create('busy'), await create('calm')];
  const ask = (key: string) => callers.find({ headers: { 'x-api-key': key }, ip: '192.0.2.3' });
  for (let asked = 0; asked < 1_200; asked += 1) await ask(busy);
  await assert.rejects(ask(busy), { message: /Too many requests/ });
  assert.equal((await ask(calm))?.name, 'calm');
});
