import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { prepareCertificates, toCertificatePaths } from './certificate-folder.ts';
import { certificateNames } from './certificate-names.ts';

const dayMs = 86_400_000;
const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * dayMs);

async function createFolder(t: TestContext) {
  const folder = join(await mkdtemp(join(tmpdir(), 'certificates-')), 'tls');
  t.after(() => rm(folder, { recursive: true }));
  const read = async (name: string) => new X509Certificate(await readFile(join(folder, `${name}.pem`)));
  return { folder, read };
}

test('each process gets a certificate of the authority, and a key that this user alone may read', async (t) => {
  const { folder, read } = await createFolder(t);
  const report = await prepareCertificates({ folder, now });
  assert.equal(report.isNewAuthority, true);
  assert.deepEqual(
    report.issued,
    certificateNames.map(({ name }) => name),
  );
  const authority = await read('ca');
  assert.ok(authority.ca);
  for (const { name } of certificateNames) {
    const certificate = await read(name);
    assert.ok(certificate.checkIssued(authority) && certificate.verify(authority.publicKey), name);
    const { key } = toCertificatePaths(folder).of(name);
    assert.ok(certificate.checkPrivateKey(createPrivateKey(await readFile(key))));
    assert.equal((await stat(key)).mode & 0o777, 0o600);
    assert.ok(certificate.checkHost(name));
  }
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
});

test('what lasts is kept, what expires soon, is gone or has other names is renewed', async (t) => {
  const { folder, read } = await createFolder(t);
  await prepareCertificates({ folder, now });
  const again = await prepareCertificates({ folder, now: later(50) });
  assert.deepEqual(again.issued, []);
  await rm(join(folder, 'billing.key'));
  await writeFile(join(folder, 'product.pem'), await readFile(join(folder, 'customer.pem')));
  const mended = await prepareCertificates({ folder, now: later(50) });
  assert.deepEqual(mended.issued, ['product', 'billing']);
  const renewed = await prepareCertificates({ folder, now: later(65) });
  assert.equal(renewed.isNewAuthority, false);
  assert.ok(renewed.issued.includes('gateway') && renewed.kept.includes('billing'));
  assert.ok((await read('gateway')).validToDate > later(150));
  const anew = await prepareCertificates({ folder, now: later(720) });
  assert.deepEqual([anew.isNewAuthority, anew.kept], [true, []]);
});

test('a revoked certificate is replaced, and one of nobody is an error that names those there are', async (t) => {
  const { folder, read } = await createFolder(t);
  await prepareCertificates({ folder, now });
  const { serialNumber } = await read('sink');
  const { issued } = await prepareCertificates({ folder, now, revoke: ['sink'], takeUpMs: 0 });
  assert.deepEqual(issued, ['sink']);
  assert.notEqual((await read('sink')).serialNumber, serialNumber);
  const list = Buffer.from(
    (await readFile(join(folder, 'revoked.pem'), 'utf8')).replace(/-----[^-]+-----|\n/g, ''),
    'base64',
  );
  assert.ok(list.includes(Buffer.from(serialNumber, 'hex')));
  await assert.rejects(prepareCertificates({ folder, now, revoke: ['nobody'] }), /Name some of customer/);
});
