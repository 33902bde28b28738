import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createTestAuthority } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import type { MailMessage } from '../mail-transport.ts';
import {
  type SmtpReaction,
  type SmtpStage,
  SmtpTestServer,
  type SmtpTestServerOptions,
} from '../testing/smtp-test-server.ts';
import { parseSmtpUrl } from './smtp-server.ts';
import { SmtpTransport, type SmtpTransportOptions } from './smtp-transport.ts';

const message: MailMessage = {
  messageId: '<1@example.com>',
  from: 'billing@example.com',
  to: 'ada@example.net',
  bytes: Buffer.from('Message-ID: <1@example.com>\r\nSubject: One\r\n\r\n.A line that begins with a dot\r\n'),
};
const never = new AbortController().signal;

async function start(
  t: TestContext,
  options: SmtpTestServerOptions & {
    readonly url?: string;
    readonly transport?: Partial<SmtpTransportOptions>;
  } = {},
) {
  const { url = 'smtp://127.0.0.1?tls=none', transport: changes, ...serverOptions } = options;
  const server = await SmtpTestServer.start(serverOptions);
  const parsed = parseSmtpUrl(url.replace(/(\?|$)/, `:${server.port}$1`));
  assert.ok(!('problem' in parsed), 'the URL');
  const transport = new SmtpTransport({
    server: parsed,
    maxConnections: 2,
    connectMs: 20_000,
    answerMs: 20_000,
    ...changes,
  });
  t.after(async () => {
    await transport.close();
    await server.close();
  });
  return { server, transport, deliver: (sent = message, signal = never) => transport.deliver(sent, signal) };
}

const reactAt =
  (at: SmtpStage, reaction: SmtpReaction) =>
  (stage: SmtpStage): SmtpReaction =>
    stage === at ? reaction : undefined;

test('hands a mail over with its dots, and tells the words of the server', async (t) => {
  const { server, transport, deliver } = await start(t);
  assert.equal(transport.target, `127.0.0.1:${server.port}`);
  const delivery = await deliver();
  assert.equal(delivery.kind, 'sent');
  assert.match(delivery.kind === 'sent' ? delivery.answer : '', /^250 .*queued as 1/);
  const [taken] = server.mails;
  assert.deepEqual([taken?.from, taken?.to], ['billing@example.com', ['ada@example.net']]);
  assert.equal(taken?.source, message.bytes.toString());
});

test('uses a connection again, and another one after the server has ended it', async (t) => {
  const { server, deliver } = await start(t);
  await deliver();
  await deliver();
  assert.equal(server.connections, 1);
  server.dropConnections();
  assert.equal((await deliver()).kind, 'sent');
  assert.equal(server.connections, 2);
  assert.equal(server.mails.length, 3);
});

test('has no more connections at once than allowed', async (t) => {
  const { server, deliver } = await start(t);
  const deliveries = await Promise.all(Array.from({ length: 9 }, () => deliver()));
  assert.deepEqual(new Set(deliveries.map(({ kind }) => kind)), new Set(['sent']));
  assert.equal(server.connections, 2);
});

test('a server that is not there, ends before the message, or says 4xx has certainly not taken the mail', async (t) => {
  const { server, transport } = await start(t);
  await server.close();
  const away = await transport.deliver(message, never);
  assert.ok(away.kind === 'failed' && away.isOfServer, JSON.stringify(away));
  assert.match(away.problem, /ECONNREFUSED/);

  const cases: readonly [SmtpStage, SmtpReaction, isOfServer: boolean][] = [
    ['CONNECT', 'DROP', true],
    ['CONNECT', { code: 421, words: 'busy' }, true],
    ['CONNECT', { code: 554, words: 'no mail here' }, true],
    ['MAIL', 'DROP', true],
    ['MAIL', { code: 421, words: 'closing' }, true],
    ['MAIL', { code: 451, words: 'try later' }, false],
    ['MAIL', { code: 530, words: 'log in first' }, true],
    ['RCPT', 'DROP', true],
    ['RCPT', { code: 450, words: 'greylisted' }, false],
    ['MESSAGE_END', { code: 452, words: 'no room' }, false],
    ['MESSAGE_END', { code: 421, words: 'closing' }, true],
  ];
  for (const [stage, reaction, isOfServer] of cases) {
    const { deliver, server: breaking } = await start(t, { react: reactAt(stage, reaction) });
    const delivery = await deliver();
    const what = `${stage} ${JSON.stringify(reaction)}: ${JSON.stringify(delivery)}`;
    assert.equal(delivery.kind, 'failed', what);
    assert.equal(delivery.kind === 'failed' && delivery.isOfServer, isOfServer, what);
    assert.equal(breaking.mails.length, 0);
  }
});

test('5xx refuses a mail for good, and the next one goes over the same connection', async (t) => {
  for (const stage of ['MAIL', 'RCPT', 'MESSAGE_END'] as const) {
    let isFirst = true;
    const { deliver, server } = await start(t, {
      react: (at) => {
        if (at !== stage || !isFirst) return undefined;
        isFirst = false;
        return { code: 550, words: '5.1.1 no such mailbox' };
      },
    });
    const delivery = await deliver();
    assert.equal(delivery.kind, 'refused', stage);
    assert.match(delivery.kind === 'refused' ? delivery.problem : '', /550 5\.1\.1 no such mailbox/);
    assert.equal((await deliver()).kind, 'sent');
    assert.equal(server.connections, 1);
  }
});

test('without an answer to the message it is uncertain if the mail was taken', async (t) => {
  const dropping = await start(t, { react: reactAt('MESSAGE_END', 'DROP') });
  assert.equal((await dropping.deliver()).kind, 'uncertain');
  const mute = await start(t, { react: reactAt('MESSAGE_END', 'HANG'), transport: { answerMs: 300 } });
  assert.equal((await mute.deliver()).kind, 'uncertain');
  const ended = await start(t, { react: reactAt('MESSAGE_END', 'HANG') });
  assert.equal((await ended.deliver(message, AbortSignal.timeout(300))).kind, 'uncertain');
});

test('a message that breaks off before its end was certainly not taken', async (t) => {
  const bytes = Buffer.alloc(20_000_000, 'Message-ID: <1@example.com>\r\n');
  const { deliver, server } = await start(t, { react: reactAt('MESSAGE_BEGIN', 'DROP') });
  const delivery = await deliver({ ...message, bytes });
  assert.equal(delivery.kind, 'failed', JSON.stringify(delivery));
  assert.equal(server.mails.length, 0);
});

test('waits no longer than allowed for a greeting and for answers', async (t) => {
  for (const stage of ['CONNECT', 'MAIL', 'RCPT'] as const) {
    const { deliver } = await start(t, {
      react: reactAt(stage, 'HANG'),
      transport: { connectMs: 300, answerMs: 300 },
    });
    assert.equal((await deliver()).kind, 'failed', stage);
  }
});

test('a mail that is larger than the server announces is refused', async (t) => {
  const { deliver } = await start(t, { maxBytes: 50 });
  const delivery = await deliver();
  assert.equal(delivery.kind, 'refused', JSON.stringify(delivery));
});

test('speaks TLS by STARTTLS and from the first byte, to a server of a known authority only', async (t) => {
  const folder = await createTlsFolder(t);
  const authority = createTestAuthority('Mail Authority');
  const { cert, key } = authority.issue(['127.0.0.1', 'localhost']);
  const caFile = await folder.write('ca.pem', authority.cert);
  for (const [url, isImplicit] of [
    ['smtp://127.0.0.1', false],
    ['smtps://127.0.0.1', true],
  ] as const) {
    const { deliver, transport, server } = await start(t, {
      url,
      tls: { cert, key, isImplicit },
      transport: { caFile },
    });
    assert.equal((await deliver()).kind, 'sent', url);
    const [, stranger] = [transport, await start(t, { url, tls: { cert, key, isImplicit } })];
    const refused = await stranger.deliver();
    assert.ok(refused.kind === 'failed' && refused.isOfServer, JSON.stringify(refused));
    assert.equal(stranger.server.mails.length, 0);
    assert.equal(server.mails.length, 1);
  }
});

test('sends nothing to a server without STARTTLS, unless the URL says so', async (t) => {
  const { deliver, server } = await start(t, { url: 'smtp://127.0.0.1' });
  const delivery = await deliver();
  assert.ok(delivery.kind === 'failed' && delivery.isOfServer, JSON.stringify(delivery));
  assert.equal(server.mails.length, 0);
});

test('logs in; a wrong password concerns the server and not the mail, and does not appear', async (t) => {
  const login = { user: 'billing', password: 'Correct-Horse-1' };
  const right = await start(t, { url: 'smtp://billing:Correct-Horse-1@127.0.0.1?tls=none', login });
  assert.equal((await right.deliver()).kind, 'sent');
  const wrong = await start(t, { url: 'smtp://billing:another@127.0.0.1?tls=none', login });
  const delivery = await wrong.deliver();
  assert.ok(delivery.kind === 'failed' && delivery.isOfServer, JSON.stringify(delivery));
  assert.doesNotMatch(delivery.problem, /another/);
  const noLogin = await start(t, { url: 'smtp://billing:another@127.0.0.1?tls=none' });
  const unasked = await noLogin.deliver();
  assert.ok(unasked.kind === 'failed' && unasked.isOfServer);
  assert.match(unasked.problem, /offers no login/);
});
