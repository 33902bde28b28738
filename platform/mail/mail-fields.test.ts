import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import { mailFields } from './mail-fields.ts';
import { openMailTransport } from './open-mail-transport.ts';

const parse = (environment: Record<string, string>) => parseConfiguration(z.object(mailFields), environment);

test('reads the sender and the mail server', () => {
  const { MAIL_FROM, SMTP_URL, MAIL_FOLDER } = parse({
    MAIL_FROM: 'Müller & Söhne <rechnung@example.com>',
    SMTP_URL: 'smtp://billing%40example.com:p%20w@mail.example.com',
  });
  assert.deepEqual(MAIL_FROM, { name: 'Müller & Söhne', address: 'rechnung@example.com' });
  assert.deepEqual(SMTP_URL, {
    host: 'mail.example.com',
    port: 587,
    tls: 'STARTTLS',
    login: { user: 'billing@example.com', password: 'p w' },
  });
  assert.equal(MAIL_FOLDER, '.data/mail');
  assert.deepEqual(parse({ SMTP_URL: 'smtps://[::1]' }).SMTP_URL, {
    host: '::1',
    port: 465,
    tls: 'IMPLICIT',
    login: undefined,
  });
  assert.equal(parse({ SMTP_URL: 'smtp://a:b@127.0.0.1:25?tls=none' }).SMTP_URL?.tls, 'NONE');
  assert.equal(parse({}).SMTP_URL, undefined);
});

test('says what is wrong without the password', () => {
  const wrong: readonly [string, string, RegExp][] = [
    ['SMTP_URL', 'mail.example.com', /smtp:\/\/user:password@host:587/],
    ['SMTP_URL', 'http://mail.example.com', /smtps:\/\//],
    ['SMTP_URL', 'smtp://a:hunter2@mail.example.com/path', /smtp:\/\//],
    ['SMTP_URL', 'smtp://a@mail.example.com', /a user and a password/],
    ['SMTP_URL', 'smtp://a:%E9@mail.example.com', /encoded as in a URL/],
    ['SMTP_URL', 'smtp://a:hunter2@mail.example.com?tls=none', /not send a password without TLS/],
    ['SMTP_URL', 'smtp://mail.example.com?tls=maybe', /starttls or none/],
    ['SMTP_URL', 'smtp://mail.example.com?ssl=1', /unknown parameter ssl/],
    ['SMTP_URL', 'smtps://mail.example.com?tls=none', /no parameter tls/],
    ['MAIL_FROM', 'Facturation', /MAIL_FROM: must be an address/],
    ['MAIL_FROM', 'a@example.com, b@example.com', /MAIL_FROM/],
    ['MAIL_FROM', 'Facturation <a@example.com>\r\nBcc: eve@example.com', /MAIL_FROM/],
    ['SMTP_CONNECTIONS', '0', /from 1 to 50/],
  ];
  for (const [name, value, expected] of wrong) {
    assert.throws(
      () => parse({ [name]: value }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError, value);
        assert.match(error.message, expected, value);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  }
});

test('opens the server that is named, otherwise the folder, and says what cannot be used', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-fields-'));
  t.after(() => rm(folder, { recursive: true }));
  const server = await openMailTransport(parse({ SMTP_URL: 'smtp://a:hunter2@mail.example.com' }));
  assert.equal(server.target, 'mail.example.com:587');
  await server.close();
  assert.equal(
    (await openMailTransport(parse({ MAIL_FOLDER: join(folder, 'mail') }))).target,
    join(folder, 'mail'),
  );
  const file = join(folder, 'file');
  await writeFile(file, '');
  await assert.rejects(openMailTransport(parse({ MAIL_FOLDER: file })), /MAIL_FOLDER: .*must be a folder/);
  const missing = parse({ SMTP_URL: 'smtp://mail.example.com', SMTP_CA_FILE: join(folder, 'ca.pem') });
  await assert.rejects(openMailTransport(missing), /SMTP_CA_FILE: must be a file that can be read/);
});
