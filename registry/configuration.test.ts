import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { findIdentity, toRegistryFields } from './configuration.ts';

const database = { DATABASE_URL: 'postgres://registry@localhost/facts' };

function parse(environment: Readonly<Record<string, string>>) {
  return parseConfiguration(toRegistryFields(environment), environment);
}

test('a registry without a provider of people has keys alone', () => {
  assert.equal(findIdentity(parse(database)), undefined);
  assert.equal(findIdentity(parse({ ...database, OIDC_ISSUER: '' })), undefined);
});

test('with a provider its terms are read, and what is missing is told', () => {
  const issuer = { ...database, OIDC_ISSUER: 'https://id.example/realms/one' };
  const identity = findIdentity(parse({ ...issuer, OIDC_AUDIENCE: 'api' }));
  assert.deepEqual(
    [identity?.OIDC_ISSUER, identity?.OIDC_AUDIENCE, identity?.OIDC_ROLE_CLAIMS],
    ['https://id.example/realms/one', ['api'], ['realm_access.roles']],
  );
  assert.throws(() => parse(issuer), /OIDC_AUDIENCE/);
});
