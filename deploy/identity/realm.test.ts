import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  developmentBillingClient,
  developmentBillingSecret,
  developmentPassword,
  developmentPeopleClient,
  developmentPeopleSecret,
  developmentServiceClient,
  developmentServiceSecret,
} from '../system/development-secrets.ts';
import { findDevelopmentCredentials } from './development-credentials.ts';
import { getClient, parseRealm, RealmError } from './realm.ts';
import { expandRoles, toTokenRoles } from './roles.ts';

const text = await readFile(new URL('../keycloak/realm.json', import.meta.url), 'utf8');
const realm = parseRealm(text, {});

/** The realm file with something changed. */
function alter(change: (file: ReturnType<typeof JSON.parse>) => void): string {
  const file = JSON.parse(text);
  change(file);
  return JSON.stringify(file);
}

test('the realm file says what the house decided', () => {
  const { accessTokenSeconds, sessionIdleSeconds, sessionMaxSeconds, isRefreshTokenRotated } = realm;
  assert.deepEqual(
    { accessTokenSeconds, sessionIdleSeconds, sessionMaxSeconds, isRefreshTokenRotated },
    {
      accessTokenSeconds: 300,
      sessionIdleSeconds: 1800,
      sessionMaxSeconds: 36_000,
      isRefreshTokenRotated: true,
    },
  );
  assert.equal(realm.name, 'facturation');
  assert.ok(realm.isRegistrationAllowed);
  assert.ok(realm.bruteForce.isEnabled);
  const web = getClient(realm, 'facturation-web');
  assert.equal(web.secret, undefined);
  assert.ok(web.isCodeAllowed && web.isPasswordAllowed && !web.isServiceAccount);
  assert.ok(web.redirectUris.includes('http://localhost:4000/auth/callback'));
  for (const id of ['facturation-service', 'facturation-billing', 'facturation-people']) {
    const service = getClient(realm, id);
    assert.ok(!service.isCodeAllowed && !service.isPasswordAllowed && service.isServiceAccount);
  }
});

test('the development credentials of the platform are those of the realm file', () => {
  assert.deepEqual(new Set(realm.users.map(({ password }) => password)), new Set([developmentPassword]));
  assert.equal(getClient(realm, developmentServiceClient).secret, developmentServiceSecret);
  assert.equal(getClient(realm, developmentBillingClient).secret, developmentBillingSecret);
  assert.equal(getClient(realm, developmentPeopleClient).secret, developmentPeopleSecret);
});

test('finds the development credentials, and none once the environment replaces them', () => {
  assert.equal(findDevelopmentCredentials(realm).length, realm.users.length + 3);
  const production = parseRealm(text, {
    FACTURATION_DEVELOPMENT_USERS: 'false',
    FACTURATION_SERVICE_SECRET: randomUUID(),
    FACTURATION_BILLING_SECRET: randomUUID(),
    FACTURATION_PEOPLE_SECRET: randomUUID(),
  });
  assert.deepEqual(findDevelopmentCredentials(production), []);
});

test('fills placeholders from the environment, with their defaults otherwise', () => {
  const elsewhere = parseRealm(text, { FACTURATION_URL: 'https://invoices.example' });
  const web = getClient(elsewhere, 'facturation-web');
  assert.ok(web.redirectUris.includes('https://invoices.example/auth/callback'));
  assert.ok(web.postLogoutRedirectUris.includes('https://invoices.example/'));
  assert.equal(web.backchannelLogoutUri, 'http://localhost:4000/auth/backchannel-logout');
});

test('lists every problem of a file at once', () => {
  const broken = alter((file) => {
    file.users[0].realmRoles.push('EMPEROR');
    file.roles.realm[1].composites = { realm: ['KING'] };
    file.scopeMappings[0].client = 'nobody';
    file.passwordPolicy += ' and beautiful(3)';
    delete file.clients[1].attributes['pkce.code.challenge.method'];
    delete file.clients[2].secret;
    delete file.users[1].id;
  });
  assert.throws(
    () => parseRealm(broken, {}),
    (error) => {
      assert.ok(error instanceof RealmError);
      for (const part of [
        'user admin: there is no role EMPEROR',
        'role USER: there is no role KING',
        'there is no client nobody',
        'there is no rule beautiful',
        'must be S256',
        'needs a secret',
        'user product-manager: id is missing',
      ]) {
        assert.ok(error.message.includes(part), `${part} in ${error.message}`);
      }
      assert.doesNotMatch(error.message, /Facturation-2026/);
      return true;
    },
  );
});

test('says where a value is not right', () => {
  const broken = alter((file) => {
    file.accessTokenLifespan = -1;
  });
  assert.throws(() => parseRealm(broken, {}), { code: 'REALM_INVALID', message: /accessTokenLifespan/ });
  assert.throws(() => parseRealm('{', {}), { message: /not JSON/ });
});

test('a role contains what its parts contain, circles included', () => {
  const roles = new Map([
    ['A', ['B']],
    ['B', ['C', 'A']],
    ['C', []],
    ['D', ['A']],
  ]);
  assert.deepEqual([...expandRoles(roles, ['A'])].sort(), ['A', 'B', 'C']);
});

test('a token carries only the roles its client may carry', () => {
  const service = getClient(realm, 'facturation-service');
  assert.deepEqual(toTokenRoles(realm, service, ['ADMIN']), [
    'BILLING_MANAGER',
    'CUSTOMER_MANAGER',
    'PRODUCT_MANAGER',
  ]);
  assert.deepEqual(toTokenRoles(realm, getClient(realm, 'facturation-billing'), ['ADMIN']), [
    'CORRESPONDENT',
    'STOCK_RESERVER',
  ]);
});
