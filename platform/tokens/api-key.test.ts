import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { formatApiKey, parseApiKey } from './api-key.ts';

const credentials = { clientId: 'api-shop', clientSecret: `aB3${randomBytes(12).toString('hex')}` };

test('a key holds the credentials of its client, and ends in a checksum of seven characters', () => {
  const key = formatApiKey('fct', credentials);
  assert.match(key, /^fct_api-shop_aB3[0-9a-f]{24}[0-9a-z]{7}$/);
  assert.deepEqual(parseApiKey('fct', key), credentials);
});

test('a key that was cut, mistyped or given another prefix is not one', () => {
  const key = formatApiKey('fct', credentials);
  const others = [
    key.slice(0, -1),
    key.slice(1),
    `${key}0`,
    key.replace('shop', 'shoq'),
    key.replace('aB3', 'ab3'),
    key.replace('fct_', 'fcx_'),
    `${key}\n`,
    '',
    'fct_',
    'eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
  ];
  for (const other of others) assert.equal(parseApiKey('fct', other), undefined, other);
});

test('a key is read in one pass, however long the text is', () => {
  assert.equal(parseApiKey('fct', `fct_${'a'.repeat(100_000)}_${'b'.repeat(100_000)}`), undefined);
});

test('credentials that a key cannot hold are refused', () => {
  const wrong = [
    { clientId: 'api_shop', clientSecret: credentials.clientSecret },
    { clientId: 'api-shop', clientSecret: 'short' },
    { clientId: 'api-shop', clientSecret: `${credentials.clientSecret}-` },
  ];
  for (const one of wrong) assert.throws(() => formatApiKey('fct', one), TypeError);
});
