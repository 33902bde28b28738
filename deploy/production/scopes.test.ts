import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peopleScopes } from '#schema/api-scopes.ts';
import { findScopeProblems } from './scopes.ts';

test('default scopes that lack some of the API are a problem, which names them', () => {
  const [first, ...others] = peopleScopes;
  assert.deepEqual(findScopeProblems({ OIDC_DEFAULT_SCOPES: others.join(', ') }), [
    `OIDC_DEFAULT_SCOPES lacks ${first}: people are refused what these open; docs/identity-providers.md lists all`,
  ]);
});

test('all scopes, further ones and no default at all are fine', () => {
  for (const scopes of [peopleScopes.join(','), `${peopleScopes.join(' , ')},more`, '', undefined])
    assert.deepEqual(findScopeProblems({ OIDC_DEFAULT_SCOPES: scopes }), [], scopes);
});
