import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sql } from '#platform/database/drizzle.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { FolderTransport } from './folder-transport.ts';
import type { MailDelivery, MailTransport } from './mail-transport.ts';
import { MailWorker, type MailWorkerOptions } from './mail-worker.ts';
import { SmtpTransport } from './smtp/smtp-transport.ts';
import { testMails } from './testing/mail-test-tables.ts';
import { openMailDatabase } from './testing/open-mail-database.ts';
import { type SmtpReaction, type SmtpStage, SmtpTestServer } from './testing/smtp-test-server.ts';

const times = { backoff: { firstMs: 20, maxMs: 50 } };
const sender = { name: 'Facturation', address: 'billing@example.com' };

async function open(t: TestContext, react?: (stage: SmtpStage, words: string) => SmtpReaction) {
  const database = await openMailDatabase(t);
  const server = await SmtpTestServer.start({ ...(react !== undefined && { react }) });
  t.after(() => server.close());
  const entries: string[] = [];
  const log = createLog({
    name: 'mail',
    level: 'debug',
    destination: { write: (entry) => void entries.push(entry) },
  });
  const startWorker = (changes: Partial<MailWorkerOptions> = {}) => {
    const transport = changes.transport ?? openTransport(server.port);
    const worker = new MailWorker({
      sql: database.sql,
      table: testMails,
      transport,
      compose: async ({ recipient = 'ada@example.net', about }) => ({
        kind: 'mail',
        to: recipient,
        subject: `About ${about['subject'] ?? 'nothing'}`,
        text: 'Hello',
      }),
      sender,
      log,
      pollMs: 20,
      ...changes,
      times: { ...times, ...changes.times },
    });
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= worker.close().then(() => transport.close()));
    t.after(close);
    return { close };
  };
  return { ...database, server, startWorker, entries };
}

function openTransport(port: number): SmtpTransport {
  const server = { host: '127.0.0.1', port, tls: 'NONE', login: undefined } as const;
  return new SmtpTransport({ server, maxConnections: 4, connectMs: 10_000, answerMs: 10_000 });
}

test('sends what waits, under a message id of its own, and keeps the words of the server', async (t) => {
  const { queue, waitForState, find, startWorker, server, entries } = await open(t);
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, nth) => queue({ about: { subject: `${nth}` } })),
  );
  startWorker();
  for (const id of ids) await waitForState(id, 'SENT');
  assert.equal(server.mails.length, 20);
  assert.deepEqual(
    server.mails.map(({ messageId }) => messageId).sort(),
    ids.map((id) => `<${id}@example.com>`).sort(),
  );
  const row = await find(ids[0] ?? '');
  assert.match(row.answer ?? '', /^250/);
  assert.equal(row.recipient, 'ada@example.net');
  assert.equal(row.attempts, 1);
  assert.ok(row.sentAt !== null && row.attemptedAt !== null && row.sentAt >= row.attemptedAt);
  assert.doesNotMatch(entries.join(), /ada@/);
});

test('several workers share the mails of a table, each of which goes out once', async (t) => {
  const { queue, waitForState, startWorker, server } = await open(t);
  const ids = await Promise.all(Array.from({ length: 60 }, () => queue()));
  for (let count = 0; count < 3; count += 1) startWorker();
  for (const id of ids) await waitForState(id, 'SENT');
  assert.equal(new Set(server.mails.map(({ messageId }) => messageId)).size, 60);
  assert.equal(server.mails.length, 60);
});

test('waits for the time of a mail, also for one that is put off when it is composed', async (t) => {
  const { queue, waitForState, find, startWorker, server } = await open(t);
  const soon = new Date(Date.now() + 400);
  const id = await queue({ notBefore: soon });
  const far = await queue({ notBefore: new Date(Date.now() + 3_600_000) });
  const later = new Date(Date.now() + 800);
  startWorker({
    compose: async ({ notBefore }) =>
      notBefore.getTime() < later.getTime()
        ? { kind: 'later', at: later }
        : { kind: 'mail', to: 'ada@example.net', subject: 'Now', text: `${Date.now()}` },
  });
  await waitForState(id, 'SENT');
  assert.ok(((await find(id)).sentAt?.getTime() ?? 0) >= later.getTime());
  assert.equal((await find(far)).state, 'WAITING');
  assert.equal(server.mails.length, 1);
});

test('does not send what is no longer wanted, and says why', async (t) => {
  const { queue, waitForState, find, startWorker, server } = await open(t);
  const id = await queue();
  startWorker({ compose: async () => ({ kind: 'cancelled', reason: 'the invoice is paid' }) });
  await waitForState(id, 'CANCELLED');
  assert.equal((await find(id)).problem, 'the invoice is paid');
  assert.equal(server.mails.length, 0);
});

test('tries again under the same message id what certainly failed', async (t) => {
  let refusals = 3;
  const { queue, waitForState, find, startWorker, server } = await open(t, (stage) => {
    if (stage !== 'RCPT' || refusals === 0) return undefined;
    refusals -= 1;
    return { code: 450, words: 'greylisted' };
  });
  const id = await queue();
  startWorker();
  await waitForState(id, 'SENT');
  const row = await find(id);
  assert.equal(row.attempts, 4);
  assert.equal(row.problem, null);
  assert.deepEqual(
    server.mails.map(({ messageId }) => messageId),
    [`<${id}@example.com>`],
  );
});

test('gives a mail up after the longest time, with the last words of the server', async (t) => {
  const { queue, waitForState, find, startWorker } = await open(t, (stage) =>
    stage === 'RCPT' ? { code: 450, words: 'greylisted' } : undefined,
  );
  const id = await queue();
  startWorker({ times: { giveUpMs: 300 } });
  await waitForState(id, 'REFUSED');
  const row = await find(id);
  assert.equal(row.problemCode, 'GAVE_UP');
  assert.match(row.problem ?? '', /given up after \d+ attempts.*450 .*greylisted/s);
});

test('a mail that nobody tried for longer than that has its attempts still to come', async (t) => {
  let refusals = 3;
  const { queue, waitForState, find, startWorker, db } = await open(t, (stage) => {
    if (stage !== 'RCPT' || refusals === 0) return undefined;
    refusals -= 1;
    return { code: 450, words: 'greylisted' };
  });
  const id = await queue({ notBefore: new Date(Date.now() - 73 * 3_600_000) });
  await db.update(testMails).set({ createdAt: new Date(Date.now() - 73 * 3_600_000) });
  startWorker();
  await waitForState(id, 'SENT');
  assert.equal((await find(id)).attempts, 4);
});

test('keeps a refusal of the server with its words, and none of them in the log', async (t) => {
  const { queue, waitForState, find, startWorker, entries } = await open(t, (stage) =>
    stage === 'RCPT' ? { code: 550, words: '5.1.1 <ada@example.net> is unknown' } : undefined,
  );
  const id = await queue();
  startWorker();
  await waitForState(id, 'REFUSED');
  const row = await find(id);
  assert.equal(row.problemCode, 'REFUSED_BY_SERVER');
  assert.match(row.problem ?? '', /550 5\.1\.1 <ada@example.net> is unknown/);
  assert.doesNotMatch(entries.join(), /ada@/);
  assert.match(entries.join(), /did not arrive for certain/);
});

test('without an answer a mail is uncertain, says where and when, and is not sent again', async (t) => {
  const { queue, waitForState, find, startWorker, server } = await open(t, (stage, words) =>
    stage === 'MESSAGE_END' && words.includes('About first') ? 'DROP' : undefined,
  );
  const id = await queue({ about: { subject: 'first' } });
  startWorker();
  await waitForState(id, 'UNCERTAIN');
  const row = await find(id);
  assert.equal(row.problemCode, 'NO_ANSWER');
  assert.match(
    row.problem ?? '',
    new RegExp(`^handed to 127\\.0\\.0\\.1:${server.port} at \\d{4}-.*no answer`),
  );
  const next = await queue();
  await waitForState(next, 'SENT');
  assert.equal((await find(id)).attempts, 1);
});

test('a mail that cannot be written as a message is refused with all that is wrong', async (t) => {
  const { queue, waitForState, find, startWorker } = await open(t);
  const id = await queue({ recipient: 'nobody' });
  startWorker();
  await waitForState(id, 'REFUSED');
  assert.equal((await find(id)).problemCode, 'INVALID');
  assert.match((await find(id)).problem ?? '', /^to: must be one e-mail address/);
});

test('keeps the error of composing from the table, and tells it in the log without values', async (t) => {
  const { queue, find, startWorker, entries, db } = await open(t);
  const id = await queue();
  startWorker({
    times: { backoff: { firstMs: 60_000, maxMs: 60_000 } },
    compose: async () => {
      await db.execute(sql`select ${'ada@example.net'}::int`);
      return { kind: 'cancelled', reason: 'never' };
    },
  });
  await waitFor('the failure', async () => (await find(id)).problemCode === 'NOT_COMPOSED');
  assert.equal(
    (await find(id)).problem,
    'The mail could not be written; the log says why, under the id of the mail.',
  );
  const told = entries.map((entry) => JSON.parse(entry)).find(({ err }) => err !== undefined);
  assert.deepEqual([told?.mailId, told?.err.cause?.code], [id, '22P02']);
  assert.match(told?.err.stack ?? '', /at /);
  assert.doesNotMatch(entries.join(), /ada@/);
});

test('a failure of composing is tried again, also one that does not end', async (t) => {
  const { queue, waitForState, startWorker } = await open(t);
  const id = await queue();
  let calls = 0;
  startWorker({
    times: { composeMs: 100 },
    compose: async () => {
      calls += 1;
      if (calls === 1) throw new Error('the renderer is away');
      if (calls === 2) return new Promise(() => {});
      return { kind: 'mail', to: 'ada@example.net', subject: 'Third', text: '' };
    },
  });
  await waitForState(id, 'SENT');
  assert.equal(calls, 3);
});

test('while the server is away mails keep their attempts, and all go out when it is back', async (t) => {
  const { queue, waitForState, find, startWorker, server } = await open(t);
  const { port } = server;
  const transport = openTransport(port);
  await server.close();
  const ids = await Promise.all(Array.from({ length: 30 }, () => queue()));
  startWorker({ transport });
  await waitFor('the first attempts', async () => {
    const rows = await Promise.all(ids.map(find));
    return rows.reduce((sum, { attempts }) => sum + attempts, 0) > 2;
  });
  const back = await SmtpTestServer.start({ port });
  t.after(() => back.close());
  for (const id of ids) await waitForState(id, 'SENT');
  const rows = await Promise.all(ids.map(find));
  assert.ok(rows.reduce((sum, { attempts }) => sum + attempts, 0) < 60);
  assert.equal(back.mails.length, 30);
});

test('a mail that is cancelled while the server fails does not end the pause of the worker', async (t) => {
  const { queue, find, startWorker } = await open(t);
  const id = await queue({ about: { subject: 'first' } });
  const unwanted = await queue({ about: { subject: 'unwanted' } });
  let failedAtMs = 0;
  const composedAtMs = Promise.withResolvers<number>();
  const failing: MailTransport = {
    target: 'mail.example:587',
    deliver: async () => {
      failedAtMs ||= Date.now();
      return { kind: 'failed', isOfServer: true, problem: 'refuses connections' };
    },
    close: async () => {},
  };
  startWorker({
    transport: failing,
    maxInFlight: 2,
    compose: async ({ about }) => {
      if (about['subject'] === 'unwanted') {
        await waitFor('the failure', async () => (await find(id)).problemCode === 'NOT_SENT');
        return { kind: 'cancelled', reason: 'the invoice is paid' };
      }
      if (failedAtMs > 0) composedAtMs.resolve(Date.now());
      return { kind: 'mail', to: 'ada@example.net', subject: 'First', text: '' };
    },
  });
  // Chance takes off up to a half of the first pause of 500 ms.
  assert.ok((await composedAtMs.promise) - failedAtMs >= 250);
  assert.equal((await find(unwanted)).state, 'CANCELLED');
});

test('a mail whose worker is lost while it sends becomes uncertain, and known if the worker comes back', async (t) => {
  const { queue, waitForState, find, startWorker } = await open(t);
  const id = await queue();
  const answer = Promise.withResolvers<MailDelivery>();
  const hanging: MailTransport = {
    target: 'mail.example:587',
    deliver: () => answer.promise,
    close: async () => {},
  };
  // A lease that is over at once stands for a process that was stopped for longer than it.
  startWorker({ transport: hanging, times: { deliverMs: 100, spareMs: 100 } });
  await waitForState(id, 'UNCERTAIN');
  const row = await find(id);
  assert.equal(row.problemCode, 'WORKER_LOST');
  assert.match(row.problem ?? '', /^about to be handed to mail\.example:587 at \d{4}-.* did not come back$/);
  answer.resolve({ kind: 'sent', answer: '250 taken' });
  await waitForState(id, 'SENT');
  assert.equal((await find(id)).problem, null);
});

test('into a folder a mail of a lost worker is sent once, whether it was written or not', async (t) => {
  const { queue, waitForState, find, startWorker } = await open(t);
  const folder = await mkdtemp(join(tmpdir(), 'mail-worker-'));
  t.after(() => rm(folder, { recursive: true }));
  const real = await FolderTransport.open(folder);
  const lost = new Set<string>();
  const end = Promise.withResolvers<void>();
  const losing: MailTransport = {
    target: folder,
    // The first attempt at each mail is lost, of every other one after it was written.
    deliver: async (message) => {
      if (lost.has(message.messageId)) return real.deliver(message);
      lost.add(message.messageId);
      if (lost.size % 2 === 0) await real.deliver(message);
      await end.promise;
      return { kind: 'uncertain', problem: 'lost' };
    },
    wasSent: (messageId) => real.wasSent(messageId),
    close: async () => {},
  };
  const ids = await Promise.all(Array.from({ length: 4 }, () => queue()));
  startWorker({ transport: losing, times: { deliverMs: 200, spareMs: 200 }, maxInFlight: 20 });
  for (const id of ids) await waitForState(id, 'SENT');
  assert.deepEqual((await readdir(folder)).sort(), ids.map((id) => `${id}.eml`).sort());
  const attempts = await Promise.all(ids.map(async (id) => (await find(id)).attempts));
  assert.deepEqual(attempts.sort(), [1, 1, 2, 2]);
  end.resolve();
});

test('an end waits for the mail in hand', async (t) => {
  const { queue, find, startWorker } = await open(t);
  const id = await queue();
  const begun = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<MailDelivery>();
  const slow: MailTransport = {
    target: 'mail.example:587',
    deliver: () => {
      begun.resolve();
      return answer.promise;
    },
    close: async () => {},
  };
  const { close } = startWorker({ transport: slow });
  await begun.promise;
  const closed = close();
  answer.resolve({ kind: 'sent', answer: '250 taken' });
  await closed;
  assert.equal((await find(id)).state, 'SENT');
});
