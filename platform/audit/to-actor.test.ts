import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '#platform/tokens/principal.ts';
import { toAuditedCaller } from './to-actor.ts';

const person: Principal = {
  subject: '0b6f1f0e-6c1c-4b0e-9d55-5a1f6a1e0001',
  issuer: 'https://id.example.com',
  roles: new Set(),
  scopes: new Set(),
  username: 'ada',
  clientId: 'facturation-web',
  sessionId: 'a-session',
  expiresAt: 0,
};

test('a person is told by the subject, with the client that obtained the token', () => {
  const actor = { id: person.subject, kind: 'PERSON' };
  assert.deepEqual(toAuditedCaller(person), { actor, clientId: 'facturation-web' });
});

test('a client that acts on its own behalf is told as a client', () => {
  const { actor } = toAuditedCaller({
    ...person,
    username: 'service-account-api-shop',
    clientId: 'api-shop',
    sessionId: undefined,
  });
  assert.equal(actor.kind, 'CLIENT');
});

test('a person with the name of an account of a client is told as a person', () => {
  const named = { ...person, username: 'service-account-facturation-web' };
  assert.equal(toAuditedCaller(named).actor.kind, 'PERSON');
  const other = { ...named, username: 'service-account-api-shop', sessionId: undefined };
  assert.equal(toAuditedCaller(other).actor.kind, 'PERSON');
});

test('nobody is anonymous, without a client', () => {
  assert.deepEqual(toAuditedCaller(undefined), { actor: { id: null, kind: 'ANONYMOUS' }, clientId: null });
});
