import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from './configuration.ts';
import { bearerSecret, commonFields, databaseUrl, flag, integer, list, port, secret, url } from './fields.ts';

const schema = z.object({
  ...commonFields,
  PORT: port(4000),
  ISSUER: url(),
  DATABASE_URL: databaseUrl(),
  SECRET: secret(),
  ORIGINS: list().default([]),
  OPEN: flag(false),
  LIMIT: integer({ min: 1, max: 10, byDefault: 5 }),
});

const right = {
  ISSUER: 'https://id.example/realms/a/',
  DATABASE_URL: 'postgres://a:b@localhost/c',
  SECRET: 'sixteen characters',
};

test('fills in defaults and normalizes', () => {
  assert.deepEqual(
    parseConfiguration(schema, { ...right, ORIGINS: 'https://a.example, https://b.example,' }),
    {
      NODE_ENV: 'development',
      LOG_LEVEL: 'info',
      PORT: 4000,
      ISSUER: 'https://id.example/realms/a',
      DATABASE_URL: 'postgres://a:b@localhost/c',
      SECRET: 'sixteen characters',
      ORIGINS: ['https://a.example', 'https://b.example'],
      OPEN: false,
      LIMIT: 5,
    },
  );
});

test('lists every problem at once and shows no value', () => {
  const wrong = {
    PORT: '70000',
    ISSUER: 'id.example',
    SECRET: 'hunter2',
    OPEN: 'yes',
    LIMIT: '11',
    NODE_ENV: 'prod',
  };
  assert.throws(
    () => parseConfiguration(schema, wrong),
    (error: unknown) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual([...error.problems].map((p) => p.split(/[: ]/)[0]).sort(), [
        'DATABASE_URL',
        'ISSUER',
        'LIMIT',
        'NODE_ENV',
        'OPEN',
        'PORT',
        'SECRET',
      ]);
      assert.doesNotMatch(error.message, /hunter2/);
      assert.match(error.message, /DATABASE_URL is missing/);
      return true;
    },
  );
});

test('an empty variable counts as absent', () => {
  assert.equal(parseConfiguration(schema, { ...right, PORT: '' }).PORT, 4000);
});

test('in production published secrets are listed with the other problems', () => {
  const given = { ...right, NODE_ENV: 'production', PORT: 'x', SECRET: 'facturation-service-development' };
  assert.throws(
    () => parseConfiguration(schema, given),
    (error: unknown) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual(
        error.problems.map((problem) => problem.split(':')[0]),
        ['PORT', 'SECRET'],
      );
      return true;
    },
  );
  const { SECRET } = parseConfiguration(schema, { ...given, PORT: '1', NODE_ENV: 'development' });
  assert.equal(SECRET, 'facturation-service-development');
});

test('a bearer token has the characters of RFC 6750', () => {
  const field = bearerSecret();
  for (const token of ['abcdefghijklmnop', 'a-b._~+/cdefghijk=='])
    assert.equal(field.safeParse(token).success, true, token);
  for (const token of [
    'a token of sixteen characters',
    'abcdefghijklmno\u00e9',
    'abcdefgh=ijklmnop',
    'short',
  ])
    assert.equal(field.safeParse(token).success, false, token);
});
