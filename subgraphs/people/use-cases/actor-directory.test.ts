import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { AdministrationError } from '../administration/administration-error.ts';
import type { ProviderPerson } from '../administration/identity-administration.ts';
import { ActorDirectory } from './actor-directory.ts';

const id = '0b6f1f0e-6c1c-4b0e-9d55-5a1f6a1e0001';
const person: ProviderPerson = {
  id,
  username: 'ada@example.com',
  email: 'ada@example.com',
  isEmailVerified: true,
  firstName: 'Ada',
  lastName: 'Lovelace',
  isEnabled: true,
  hasOneTimeCode: false,
  createdAtMs: null,
};
const log = createLog({ name: 'test', level: 'silent' });

/** A directory at a provider that answers, or fails, as the test says. */
function openDirectory(answer: () => Promise<ProviderPerson | undefined>) {
  const asked: string[] = [];
  const find = (wanted: string) => {
    asked.push(wanted);
    return answer();
  };
  return { directory: new ActorDirectory({ administration: { find }, log }), asked };
}

test('the provider is asked once for all who ask for an id meanwhile and soon after', async () => {
  const { directory, asked } = openDirectory(async () => person);
  const both = await Promise.all([directory.find(id), directory.find(id)]);
  const expected = { id, kind: 'PERSON', name: 'Ada Lovelace' };
  assert.deepEqual([...both, await directory.find(id)], [expected, expected, expected]);
  assert.deepEqual(asked, [id]);
});

test('a provider that does not answer leaves the id without a name, and is asked again', async () => {
  let isDown = true;
  const { directory } = openDirectory(async () => {
    if (isDown) throw new AdministrationError('PROVIDER_UNAVAILABLE', 'down');
    return person;
  });
  assert.deepEqual(await directory.find(id), { id, kind: 'UNKNOWN', name: null });
  isDown = false;
  assert.equal((await directory.find(id)).name, 'Ada Lovelace');
});

test('an unexpected error is thrown and not kept', async () => {
  let isBroken = true;
  const { directory } = openDirectory(async () => {
    if (isBroken) throw new TypeError('a bug');
    return person;
  });
  await assert.rejects(directory.find(id), TypeError);
  isBroken = false;
  assert.equal((await directory.find(id)).name, 'Ada Lovelace');
});

test('an e-mail address that is a username is not told', async () => {
  const { directory } = openDirectory(async () => ({ ...person, firstName: '', lastName: '' }));
  assert.deepEqual(await directory.find(id), { id, kind: 'PERSON', name: null });
});

test('the name of a process or client is its id, for which nobody is asked', async () => {
  const { directory, asked } = openDirectory(async () => undefined);
  assert.deepEqual(await directory.find('batch'), { id: 'batch', kind: 'SERVICE', name: 'batch' });
  assert.deepEqual(asked, []);
});
