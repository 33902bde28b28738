import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestAuthority } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { findCertificateProblems } from './certificates.ts';

const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

test('certificates are fit for production if they can be used, last, and come from no authority for development', async (t) => {
  const folder = await createTlsFolder(t);
  const authority = createTestAuthority('Facturation');
  const development = createTestAuthority('Facturation development');
  const problemsOf = async ({ cert, key }: { cert: string; key: string }) =>
    findCertificateProblems(
      {
        TLS_CERTIFICATE_FILE: await folder.write('own.pem', cert),
        TLS_KEY_FILE: await folder.write('own.key', key),
      },
      now,
    );
  assert.deepEqual(await findCertificateProblems({}, now), []);
  assert.deepEqual(await problemsOf(authority.issue(['gateway'], { to: later(30) })), []);
  assert.match(
    (await problemsOf(authority.issue(['gateway'], { to: later(3) })))[0] ?? '',
    /less than 7 days/,
  );
  const ofDevelopment = await problemsOf(development.issue(['gateway'], { to: later(30) }));
  assert.equal(ofDevelopment.length, 1);
  assert.match(ofDevelopment[0] ?? '', /^TLS_CERTIFICATE_FILE: .* authority for development/);
  const { cert } = authority.issue(['gateway'], { to: later(30) });
  assert.match((await problemsOf({ cert, key: 'nonsense' }))[0] ?? '', /^TLS_KEY_FILE: .*private key/);
  assert.match((await findCertificateProblems({ TLS_KEY_FILE: 'x' }, now))[0] ?? '', /^TLS_CERTIFICATE_FILE/);
});
