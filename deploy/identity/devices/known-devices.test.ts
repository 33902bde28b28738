import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { KnownDevices } from './known-devices.ts';

async function openFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'facturation-devices-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a browser stays known over a restart, of the account it signed in to alone, and its token is in no file', async (t) => {
  const folder = await openFolder(t);
  const token = new KnownDevices(folder).note('ada', undefined, 'en');
  assert.match(token, /^[\w-]{43}$/);
  const devices = new KnownDevices(folder);
  assert.equal(devices.findToken('ada', ['x', token]), token);
  assert.equal(devices.findToken('bob', [token]), undefined);
  const [name = ''] = await readdir(folder);
  assert.doesNotMatch(await readFile(join(folder, name), 'utf8'), new RegExp(token));
  assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
});

test('an account knows twenty browsers, and forgets the one whose last sign-in is the longest ago', async (t) => {
  const devices = new KnownDevices(await openFolder(t));
  const [first = '', second = '', ...others] = Array.from({ length: 20 }, () =>
    devices.note('ada', undefined, 'en'),
  );
  devices.note('ada', first, 'en');
  const latest = devices.note('ada', undefined, 'en');
  assert.equal(devices.findToken('ada', [second]), undefined);
  for (const token of [first, ...others, latest]) assert.equal(devices.findToken('ada', [token]), token);
});

test('a browser is forgotten 400 days after its last sign-in', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  const devices = new KnownDevices(await openFolder(t));
  const token = devices.note('ada', undefined, 'en');
  const other = devices.note('ada', undefined, 'en');
  t.mock.timers.setTime(Date.parse('2027-02-04T23:59:59Z'));
  devices.note('ada', token, 'en');
  t.mock.timers.setTime(Date.parse('2027-02-05T00:00:00Z'));
  assert.equal(devices.findToken('ada', [token]), token);
  assert.equal(devices.findToken('ada', [other]), undefined);
});

test('a new password forgets all browsers but the one in which it was chosen', async (t) => {
  const devices = new KnownDevices(await openFolder(t));
  const own = devices.note('ada', undefined, 'fr');
  const other = devices.note('ada', undefined, 'en');
  devices.forgetOthers('ada', [own]);
  devices.forgetOthers('nobody', [own]);
  assert.equal(devices.findToken('ada', [other, own]), own);
  assert.equal(devices.findToken('ada', [other]), undefined);
  assert.equal(devices.findLanguage('nobody'), undefined);
});

test('the language is that of the latest sign-in in a known browser', async (t) => {
  const devices = new KnownDevices(await openFolder(t));
  const token = devices.note('ada', undefined, 'fr');
  devices.note('ada', undefined, 'en');
  assert.equal(devices.findLanguage('ada'), 'fr');
  devices.note('ada', token, 'en');
  assert.equal(devices.findLanguage('ada'), 'en');
});
