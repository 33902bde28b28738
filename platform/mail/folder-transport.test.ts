import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FolderTransport } from './folder-transport.ts';

const message = {
  messageId: '<0190-a@example.com>',
  from: 'billing@example.com',
  to: 'ada@example.net',
  bytes: Buffer.from('Subject: One\r\n\r\nText\r\n'),
};

async function openFolder(t: TestContext) {
  const parent = await mkdtemp(join(tmpdir(), 'mail-folder-'));
  t.after(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'mail');
}

test('puts a mail into a file of its message id for this user only, and knows of it afterwards', async (t) => {
  const folder = await openFolder(t);
  const transport = await FolderTransport.open(folder);
  assert.equal(await transport.wasSent(message.messageId), false);
  assert.deepEqual(await transport.deliver(message), { kind: 'sent', answer: 'written to 0190-a.eml' });
  await transport.deliver(message);
  assert.deepEqual(await readdir(folder), ['0190-a.eml']);
  assert.equal(await readFile(join(folder, '0190-a.eml'), 'utf8'), 'Subject: One\r\n\r\nText\r\n');
  assert.equal((await stat(join(folder, '0190-a.eml'))).mode & 0o777, 0o600);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal(await transport.wasSent(message.messageId), true);
});

test('a message id cannot lead out of the folder', async (t) => {
  const folder = await openFolder(t);
  const transport = await FolderTransport.open(folder);
  await transport.deliver({ ...message, messageId: '<../../x@example.com>' });
  assert.deepEqual(await readdir(folder), ['.._.._x.eml']);
});

test('removes what a killed process left unfinished, and nothing that may be written now', async (t) => {
  const folder = await openFolder(t);
  await FolderTransport.open(folder);
  const names = ['.0b0a9d0e-0000-4000-8000-000000000001.tmp', '.0b0a9d0e-0000-4000-8000-000000000002.tmp'];
  for (const name of names) await writeFile(join(folder, name), 'half');
  const before = new Date(Date.now() - 2 * 60 * 60_000);
  await utimes(join(folder, names[0] ?? ''), before, before);
  await FolderTransport.open(folder);
  assert.deepEqual(await readdir(folder), [names[1]]);
});

test('a folder that is away fails the mail, which may be tried again', async (t) => {
  const folder = await openFolder(t);
  const transport = await FolderTransport.open(folder);
  await rm(folder, { recursive: true });
  const delivery = await transport.deliver(message);
  assert.ok(delivery.kind === 'failed' && delivery.isOfServer);
});
