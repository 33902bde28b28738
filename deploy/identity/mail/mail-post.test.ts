import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { AccountMailer, openAccountMailTransport } from './account-mailer.ts';
import { type MailAsker, MailPost, mailBounds } from './mail-post.ts';

const log = createLog({ name: 'mail', level: 'silent' });
const sender = { address: 'facturation@example.com', name: 'Facturation' };

test('writes a mail that a mail program reads, for this user only; an address cannot add another', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'facturation-mail-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const mailer = new AccountMailer(await openAccountMailTransport(undefined, folder), sender);
  const post = new MailPost({ mailer, log });
  const link = `http://localhost:8080/${'x'.repeat(90)}?key=a=b`;
  assert.ok(
    post.post(
      { to: 'ada@example.com', subject: 'Zurück\r\nBcc: eve@example.com', text: `${link}\né` },
      'KNOWN',
    ),
  );
  await post.close();
  const [name = ''] = await readdir(folder);
  assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
  const [headers = '', body = ''] = (await readFile(join(folder, name), 'utf8')).split('\r\n\r\n');
  assert.match(headers, /^From: Facturation <facturation@example.com>\r$/m);
  assert.match(headers, /^To: ada@example.com\r$/m);
  assert.doesNotMatch(headers, /^Bcc/m);
  assert.match(headers, /^Message-ID: </m);
  const soft = body.replaceAll('=\r\n', '').replaceAll('=3D', '=').replaceAll('=C3=A9', 'é');
  assert.ok(soft.startsWith(`${link}\r\né`), soft);
});

/** A post whose mails are collected. */
function openPost() {
  const sent: string[] = [];
  const mailer = { deliver: async ({ to }: { to: string }) => void sent.push(to), close: async () => {} };
  const post = new MailPost({ mailer, log });
  const mail = { to: 'ada@example.com', subject: '', text: '' };
  const countFrom = (asker: MailAsker, attempts: number) =>
    Array.from({ length: attempts }, () => post.post(mail, asker)).filter((isSent) => isSent).length;
  return { post, sent, mail, countFrom };
}

test('sends nobody more than five mails in an hour that one address asks for, and says so', async () => {
  const { post, sent, mail, countFrom } = openPost();
  assert.equal(countFrom({ address: '192.0.2.1' }, 7), 5);
  assert.ok(post.post({ ...mail, to: 'bob@example.com' }, { address: '192.0.2.1' }));
  await post.close();
  assert.equal(sent.length, 6);
});

test('leaves mails out while a hundred wait for a server that takes none, and goes on when it does', async () => {
  const taken = Promise.withResolvers<void>();
  const post = new MailPost({ mailer: { deliver: () => taken.promise, close: async () => {} }, log });
  const send = (nth: number) => post.post({ to: `ada-${nth}@example.com`, subject: '', text: '' }, 'KNOWN');
  const results = Array.from({ length: mailBounds.waiting + 1 }, (_, nth) => send(nth));
  assert.deepEqual(results.indexOf(false), mailBounds.waiting);
  taken.resolve();
  await waitFor('room for a mail', () => send(1_000));
  await post.close();
});

test('a stranger who asks again and again keeps a person from no mail of their own', async () => {
  const { post, countFrom } = openPost();
  assert.equal(countFrom({ address: '192.0.2.1' }, 100), 5);
  assert.equal(countFrom({ address: '198.51.100.7' }, 1), 1);
  assert.equal(countFrom('KNOWN', 1), 1);
  await post.close();
});

test('many addresses together cause no more than twenty mails, and one network of IPv6 counts as one', async () => {
  const { post, countFrom } = openPost();
  assert.equal(
    countFrom({ address: '2001:db8:1:2::1' }, 3) + countFrom({ address: '2001:db8:1:2::ff' }, 7),
    5,
  );
  assert.equal(countFrom({ address: '2001:db8::1' }, 4) + countFrom({ address: '2001:db8::2' }, 4), 5);
  const counts = Array.from({ length: 10 }, (_, index) => countFrom({ address: `203.0.113.${index}` }, 5));
  assert.equal(
    counts.reduce((sum, count) => sum + count, 10),
    20,
  );
  // Mails that an administrator or the person's own actions cause are counted apart.
  assert.equal(countFrom('KNOWN', 30), 20);
  // And so are those of sign-ins in new browsers.
  assert.equal(countFrom('SIGN_IN', 30), 20);
  await post.close();
});
