import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConnectionTls, toTlsUrl } from './connection-tls.ts';

const plain = 'postgres://billing:secret@db.internal:5432/facturation';
const files = {
  ca: '/tls/ca.pem',
  crl: '/tls/revoked.pem',
  certificate: '/tls/own.pem',
  key: '/tls/own.key',
};

test('the parameters of libpq name the files of a connection, and are taken from the URL', () => {
  const url = toTlsUrl(`${plain}?application_name=x`, files);
  assert.match(url, /sslmode=verify-full&sslrootcert=%2Ftls%2Fca\.pem/);
  assert.deepEqual(parseConnectionTls(url), {
    problems: [],
    url: `${plain}?application_name=x`,
    tls: {
      minVersion: 'TLSv1.3',
      files: {
        ca: { variable: 'sslrootcert', path: files.ca },
        crl: { variable: 'sslcrl', path: files.crl },
        certificate: { variable: 'sslcert', path: files.certificate },
        key: { variable: 'sslkey', path: files.key },
      },
    },
  });
  assert.equal(toTlsUrl(url, files), url);
});

test('a URL without files is left to the driver', () => {
  for (const url of [plain, `${plain}?sslmode=require`, `${plain}?sslmode=verify-full&sslrootcert=system`])
    assert.deepEqual(parseConnectionTls(url), { problems: [], url, tls: undefined });
});

test('files without a verified server, and an unknown version, are told at once', () => {
  const { problems } = parseConnectionTls(
    `${plain}?sslmode=require&sslrootcert=/tls/ca.pem&ssl_min_protocol_version=TLSv1.1`,
  );
  assert.deepEqual(problems, [
    'sslrootcert, ssl_min_protocol_version in the URL of a database needs sslmode=verify-full beside it',
    'ssl_min_protocol_version must be TLSv1.2 or TLSv1.3',
  ]);
});
