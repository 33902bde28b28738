import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findClaim, parseClaimPath, toNames, toScopes } from './claims.ts';

test('splits a path at dots that are not escaped', () => {
  assert.deepEqual(parseClaimPath('realm_access.roles'), ['realm_access', 'roles']);
  assert.deepEqual(parseClaimPath('cognito:groups'), ['cognito:groups']);
  assert.deepEqual(parseClaimPath('https://shop\\.example/roles'), ['https://shop.example/roles']);
  assert.deepEqual(parseClaimPath('resource_access.my\\.api.roles'), ['resource_access', 'my.api', 'roles']);
});

test('refuses a path with an empty name or a lone backslash', () => {
  for (const text of ['', '.', 'a.', '.a', 'a..b', 'a\\'])
    assert.equal(parseClaimPath(text), undefined, text);
});

test('reads any names back that were escaped', () => {
  const name = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const text = names.map((part) => part.replaceAll(/[\\.]/g, '\\$&')).join('.');
      assert.deepEqual(parseClaimPath(text), names);
    }),
  );
});

test('finds a nested claim, and nothing that the payload does not have itself', () => {
  const payload = { realm_access: { roles: ['USER'] }, groups: null };
  assert.deepEqual(findClaim(payload, ['realm_access', 'roles']), ['USER']);
  for (const path of [
    ['realm_access', 'x'],
    ['groups', 'x'],
    ['constructor'],
    ['realm_access', 'toString'],
  ]) {
    assert.equal(findClaim(payload, path), undefined, path.join('.'));
  }
});

test('takes roles and scopes from a list, none from an absent claim', () => {
  for (const read of [toNames, toScopes]) {
    assert.deepEqual(read(['read', 'a b']), ['read', 'a b']);
    assert.deepEqual(read(undefined), []);
  }
});

test('takes one text as one role, and as scopes with spaces between them', () => {
  assert.deepEqual(toNames('ADMIN'), ['ADMIN']);
  assert.deepEqual(toNames('USER ADMIN'), ['USER ADMIN']);
  assert.deepEqual(toScopes('read  write '), ['read', 'write']);
});

test('refuses claims of other types, and an empty text as a role', () => {
  assert.equal(toNames(''), undefined);
  assert.deepEqual(toScopes(''), []);
  for (const claim of [1, {}, ['a', 1], true]) {
    assert.equal(toNames(claim), undefined);
    assert.equal(toScopes(claim), undefined);
  }
});
