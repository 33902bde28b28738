import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { createTestAuthority } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { checkEventLogVariables, eventLogFields, toKafkaSecurity } from './configuration.ts';

const schema = z.object(eventLogFields).superRefine(checkEventLogVariables);
const parse = (environment: Environment) => parseConfiguration(schema, environment);
const KAFKA_BROKERS = 'one:9092, [::1]:9093';

test('one of the two logs must be named', () => {
  assert.throws(() => parse({}), /EVENT_LOG_DATABASE_URL is missing/);
  assert.deepEqual(parse({ KAFKA_BROKERS }).KAFKA_BROKERS, ['one:9092', '[::1]:9093']);
  assert.ok(parse({ EVENT_LOG_DATABASE_URL: 'postgres://event_log:x@localhost/f' }));
});

test('brokers are host:port', () => {
  for (const brokers of ['one', 'one:', 'one:9092,two', 'http://one:9092', ',']) {
    assert.throws(() => parse({ KAFKA_BROKERS: brokers }), /KAFKA_BROKERS: must be host:port/);
  }
});

test('without TLS and SASL the brokers are reached plainly', () => {
  assert.deepEqual(toKafkaSecurity(parse({ KAFKA_BROKERS })), {});
});

test('TLS takes the files it is given', async (t) => {
  const folder = await createTlsFolder(t);
  const authority = createTestAuthority('Authority');
  const own = authority.issue(['reader']);
  const file = await folder.write('reader.pem', own.cert);
  const all = {
    KAFKA_BROKERS,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: await folder.write('ca.pem', authority.cert),
    KAFKA_TLS_CERT_FILE: file,
    KAFKA_TLS_KEY_FILE: await folder.write('reader.key', own.key),
  };
  assert.deepEqual(toKafkaSecurity(parse({ KAFKA_BROKERS, KAFKA_TLS: 'true' })), {
    ssl: { minVersion: 'TLSv1.3' },
  });
  const { ssl } = toKafkaSecurity(parse(all));
  assert.ok(typeof ssl === 'object' && ssl.secureContext !== undefined);
  assert.throws(
    () => toKafkaSecurity(parse({ ...all, KAFKA_TLS_KEY_FILE: file })),
    /must hold a private key/,
  );
  assert.throws(() => parse({ ...all, KAFKA_TLS_KEY_FILE: '' }), /KAFKA_TLS_KEY_FILE is missing/);
  const missing = { ...all, KAFKA_TLS_CERT_FILE: `${file}.missing` };
  assert.throws(() => parse(missing), /KAFKA_TLS_CERT_FILE: must be a file that can be read/);
});

test('SASL takes a mechanism with a name and a password', () => {
  const given = { KAFKA_BROKERS, KAFKA_SASL_MECHANISM: 'scram-sha-512' };
  assert.deepEqual(
    toKafkaSecurity(parse({ ...given, KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' })).sasl,
    { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
  );
  assert.throws(() => parse(given), /KAFKA_SASL_USERNAME is missing\n.*KAFKA_SASL_PASSWORD is missing/);
  assert.throws(() => parse({ ...given, KAFKA_SASL_MECHANISM: 'none' }), /must be plain/);
});
