import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
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

test('TLS takes the files it is given', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'event-log-'));
  const file = join(folder, 'x.pem');
  await writeFile(file, 'PEM');
  const all = { KAFKA_BROKERS, KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: file, KAFKA_TLS_KEY_FILE: file };
  assert.deepEqual(toKafkaSecurity(parse({ KAFKA_BROKERS, KAFKA_TLS: 'true' })), { ssl: true });
  assert.deepEqual(toKafkaSecurity(parse({ ...all, KAFKA_TLS_CA_FILE: file })), {
    ssl: { ca: 'PEM', cert: 'PEM', key: 'PEM' },
  });
  assert.throws(() => parse({ ...all, KAFKA_TLS_KEY_FILE: '' }), /KAFKA_TLS_KEY_FILE is missing/);
  await rm(folder, { recursive: true });
  assert.throws(() => parse(all), /KAFKA_TLS_CERT_FILE: must be a file that can be read/);
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
