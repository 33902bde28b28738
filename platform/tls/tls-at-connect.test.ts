import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestAuthority } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { TlsAtConnect } from './tls-at-connect.ts';

test('changed files count for the next connection once they can be used', async (t) => {
  const folder = await createTlsFolder(t);
  const authority = createTestAuthority('Authority');
  const [first, second] = [authority.issue(['reader']), authority.issue(['reader'])];
  const certificate = { variable: 'CERTIFICATE', path: await folder.write('reader.pem', first.cert) };
  const key = { variable: 'KEY', path: await folder.write('reader.key', first.key) };
  const tls = new TlsAtConnect({ certificate, key }, 'TLSv1.3', 0);
  const before = tls.context;
  await folder.write('reader.pem', second.cert);
  assert.equal(tls.context, before);
  await folder.write('reader.key', second.key);
  assert.notEqual(tls.context, before);
});

test('files that cannot be used at the beginning are an error that names them', () => {
  const missing = { variable: 'sslrootcert', path: '/missing/ca.pem' };
  assert.throws(
    () => new TlsAtConnect({ ca: missing }, 'TLSv1.3'),
    /sslrootcert: \/missing\/ca\.pem cannot be read: ENOENT/,
  );
});
