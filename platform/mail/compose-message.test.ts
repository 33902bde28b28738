import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeMessage, type MessageOptions } from './compose-message.ts';
import type { ComposedMail } from './mail.ts';

const options: MessageOptions = {
  messageId: '<0190@example.com>',
  sender: { name: 'Société Générique', address: 'billing@example.com' },
  maxBytes: 100_000,
  date: new Date('2026-11-30T21:00:00Z'),
};
const mail: ComposedMail = {
  to: 'ada@example.net',
  subject: 'Facture n° 7',
  text: 'Bonjour,\nvoici la facture.',
};

async function compose(changes: Partial<ComposedMail> = {}, more: Partial<MessageOptions> = {}) {
  const composed = await composeMessage({ ...mail, ...changes }, { ...options, ...more });
  assert.ok('message' in composed, JSON.stringify(composed));
  return { ...composed.message, source: Buffer.from(composed.message.bytes).toString() };
}

async function findProblems(changes: Partial<ComposedMail>, more: Partial<MessageOptions> = {}) {
  const composed = await composeMessage({ ...mail, ...changes }, { ...options, ...more });
  return 'problems' in composed ? composed.problems : [];
}

test('writes the headers of a mail that a program sends', async () => {
  const { source, from, to, messageId } = await compose({
    headers: {
      'List-Unsubscribe': '<https://example.com/u?t=a>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  assert.deepEqual([from, to, messageId], ['billing@example.com', 'ada@example.net', '<0190@example.com>']);
  const unfolded = `\r\n${source}`.replaceAll('\r\n ', ' ');
  for (const header of [
    'From: =?UTF-8?Q?Soci=C3=A9t=C3=A9_G=C3=A9n=C3=A9rique?= <billing@example.com>',
    'To: ada@example.net',
    'Subject: =?UTF-8?Q?Facture_n=C2=B0_7?=',
    'Message-ID: <0190@example.com>',
    'Date: Mon, 30 Nov 2026 21:00:00 +0000',
    'Auto-Submitted: auto-generated',
    'List-Unsubscribe: <https://example.com/u?t=a>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'MIME-Version: 1.0',
  ]) {
    assert.ok(unfolded.includes(`\r\n${header}\r\n`), `${header}\n${source}`);
  }
  assert.doesNotMatch(source, /(?<!\r)\n/);
  assert.doesNotMatch(source, /^X-Mailer/im);
});

test('puts text and HTML beside each other, and files after them, byte for byte', async () => {
  const content = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const { source } = await compose({
    html: '<p>Bonjour</p>',
    attachments: [{ filename: 'Facture n° 7.pdf', contentType: 'application/pdf', content }],
  });
  const order = ['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'application/pdf'];
  const places = order.map((type) => source.indexOf(`Content-Type: ${type}`));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(
    places.every((place) => place > 0),
    source,
  );
  assert.ok(source.includes(Buffer.from(content).toString('base64').slice(0, 70)));
});

test('a mail that could add a header or a recipient is refused, with all that is wrong', async () => {
  const problems = await findProblems({
    to: 'ada@example.net, eve@example.net',
    subject: 'Invoice\r\nBcc: eve@example.net',
    attachments: [{ filename: '../x', contentType: 'application/pdf\r\nX: y', content: new Uint8Array() }],
    headers: {
      'Reply-To': 'a@example.com\r\nBcc: eve@example.net',
      ...({ Bcc: 'eve@example.net' } as object),
    },
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[0]),
    ['to', 'subject', 'attachments[0].filename', 'attachments[0].contentType', 'headers.Reply-To', 'headers'],
  );
  assert.doesNotMatch(problems.join(), /eve/);
});

test('no text has a lone CR or LF, by which a server could see the end of the message too early', async () => {
  const text = 'One\r.\r\nMAIL FROM:<eve@example.net>\n.\r\nTwo\n.\rThree';
  const { source } = await compose({ text, html: `<p>${text}</p>` });
  assert.doesNotMatch(source, /\r(?!\n)|(?<!\r)\n/);
  assert.match(source, /\r\nMAIL FROM:<eve@example\.net>\r\n\.\r\nTwo/);
});

test('only one address with a domain is a recipient', async () => {
  for (const to of ['ada@mail.example.net', "o'ada+x@example.net", 'ada@localhost', 'аня@пример.рф']) {
    assert.deepEqual(await findProblems({ to }), [], to);
  }
  for (const to of [
    '',
    'ada',
    '@example.net',
    'ada@',
    'ada@example..net',
    'ada@-example.net',
    'a da@example.net',
    '<ada@example.net>',
    'ada@example.net>',
    'ada@eve@example.net',
    `${'a'.repeat(65)}@example.net`,
    `ada@${'a.'.repeat(130)}net`,
    'ada@example.net\r\nRCPT TO:<eve@example.net>',
  ]) {
    assert.equal((await findProblems({ to })).length, 1, to);
  }
});

test('a mail that is too large names its size and the limit', async () => {
  const attachments = [
    { filename: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(3_000) },
  ];
  const [problem = ''] = await findProblems({ attachments }, { maxBytes: 4_000 });
  assert.match(problem, /has \d{4} bytes .*at most 4000/);
});

test('a subject, a header or files beyond their bounds are refused, each with what is allowed', async () => {
  const file = { filename: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(1) };
  const of = (more: number) => ({
    subject: 'x'.repeat(500 + more),
    attachments: Array.from({ length: 20 + more }, () => file),
    headers: { References: 'x'.repeat(2_000 + more) },
  });
  assert.deepEqual(await findProblems(of(0)), []);
  assert.deepEqual(await findProblems(of(1)), [
    'subject: has 501 characters; at most 500 are allowed',
    'attachments: are 21; at most 20 are allowed',
    'headers.References: must have 1 to 2000 printable ASCII characters in one line',
  ]);
});

test('content is never taken for a file or an address to fetch', async () => {
  const { source } = await compose({
    text: 'href: file:///etc/passwd',
    html: '<img src="https://example.com/x.png">',
  });
  assert.ok(source.includes('file:///etc/passwd'));
});
