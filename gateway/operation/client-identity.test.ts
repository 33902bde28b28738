import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from './caller.ts';
import { readClientIdentity } from './client-identity.ts';

const anonymous: Caller = { principal: undefined, token: undefined };
const read = (headers: Record<string, unknown>, caller = anonymous) => readClientIdentity(headers, caller);

test('a client is what its headers say', () => {
  const headers = { 'apollographql-client-name': ' shop ', 'apollographql-client-version': '1.2' };
  assert.deepEqual(read(headers), { name: 'shop', version: '1.2' });
});

test('a client that does not say has the name by which it is registered', () => {
  const caller: Caller = {
    token: 'x',
    principal: {
      subject: 'ann',
      issuer: 'https://id.example',
      roles: new Set(),
      scopes: new Set(),
      username: 'ann',
      clientId: 'shop-web',
      sessionId: undefined,
      expiresAt: 0,
    },
  };
  assert.deepEqual(read({}, caller), { name: 'shop-web', version: '' });
  assert.deepEqual(read({}), { name: '', version: '' });
});

test('a name is short plain text, or none', () => {
  const nameOf = (name: unknown) => read({ 'apollographql-client-name': name }).name;
  assert.equal(nameOf('x'.repeat(5_000)).length, 100);
  assert.equal(nameOf('a\u0000b'), '');
  assert.equal(nameOf('a\u202Eb'), '');
  assert.equal(nameOf(['a', 'b']), '');
  assert.ok(nameOf(`${'x'.repeat(99)}\u{1F600}`).isWellFormed());
});
