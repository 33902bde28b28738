import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Accounts } from './accounts.ts';
import { OneTimeTokens } from './one-time-tokens.ts';
import { parseRealm } from './realm.ts';

const text = await readFile(new URL('../keycloak/realm.json', import.meta.url), 'utf8');
const oldPassword = 'Facturation-2026';
const newPassword = 'Another-Horse-2';

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'facturation-accounts-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const openAccounts = (folder: string, environment = {}) =>
  Accounts.open(parseRealm(text, environment), folder);

test('what was changed outlives a restart, and no clear text is kept', async (t) => {
  const folder = await createFolder(t);
  const accounts = await openAccounts(folder);
  const id = accounts.findByName('user')?.id ?? '';
  await accounts.setPassword(id, newPassword);
  accounts.update(id, { roles: ['ADMIN'] });

  const again = await openAccounts(folder);
  assert.equal(await again.signIn('user', oldPassword), undefined);
  assert.deepEqual((await again.signIn('user', newPassword))?.roles, ['ADMIN']);
  const [name = ''] = await readdir(join(folder, 'accounts'));
  assert.ok(!(await readFile(join(folder, 'accounts', name), 'utf8')).includes(newPassword));
  // Those whom nobody changed are the realm file's.
  assert.equal((await readdir(join(folder, 'accounts'))).length, 1);
  assert.ok(await again.signIn('admin', oldPassword));
});

test('whom the realm file disables stays disabled, whatever was changed before', async (t) => {
  const folder = await createFolder(t);
  const accounts = await openAccounts(folder);
  const id = accounts.findByName('user')?.id ?? '';
  await accounts.setPassword(id, newPassword);
  const production = await openAccounts(folder, { FACTURATION_DEVELOPMENT_USERS: 'false' });
  assert.equal(await production.signIn('user', newPassword), undefined);
  assert.equal(production.find(id), undefined);
});

test('an account that cannot be read is told, not lost', async (t) => {
  const folder = await createFolder(t);
  const accounts = await openAccounts(folder);
  await accounts.setPassword(accounts.findByName('user')?.id ?? '', newPassword);
  const [name = ''] = await readdir(join(folder, 'accounts'));
  await writeFile(join(folder, 'accounts', name), '{"id":"torn');
  await assert.rejects(openAccounts(folder), /cannot be read/);
  assert.deepEqual(await readdir(join(folder, 'accounts')), [name]);
});

test('the files of links tell no link; one is good once, also after a restart, and until its time', async (t) => {
  const folder = await createFolder(t);
  const grant = {
    accountId: 'somebody',
    actions: ['UPDATE_PASSWORD'],
    email: 'somebody@example.com',
  } as const;
  const token = new OneTimeTokens(folder).create(grant, 60);
  const [name = ''] = await readdir(folder);
  assert.ok(!(await readFile(join(folder, name), 'utf8')).includes(token));
  const tokens = new OneTimeTokens(folder);
  assert.deepEqual(tokens.find(token), grant);
  assert.deepEqual(tokens.spend(token), grant);
  assert.equal(tokens.spend(token), undefined);
  const expired = tokens.create(grant, -1);
  assert.equal(tokens.find(expired), undefined);
  const other = tokens.create(grant, 60);
  tokens.forgetAccount('somebody');
  assert.equal(tokens.find(other), undefined);
});
