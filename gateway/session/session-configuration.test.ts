import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { commonFields } from '#platform/configuration/fields.ts';
import { sessionFields, toSessionConfiguration } from './session-configuration.ts';

const schema = z.object({ ...commonFields, ...sessionFields });
const issuer = { issuer: 'https://id.example', audiences: ['api'], algorithms: ['RS256'] };
const surroundings = { listeningUrl: 'http://localhost:4000', homePath: '/playground/', issuer };
const secret = 's'.repeat(32);
const database = { DATABASE_URL: 'postgres://gateway@localhost/facturation' };
const production = {
  ...database,
  NODE_ENV: 'production',
  OIDC_CLIENT_ID: 'web',
  GATEWAY_PUBLIC_URL: 'https://api.example.com',
  SESSION_SECRET: secret,
};

function configure(environment: Environment) {
  return toSessionConfiguration(parseConfiguration(schema, environment), surroundings);
}

test('without a client nobody signs in here', () => {
  assert.equal(configure({}), undefined);
});

test('a provider may want further parameters, but none that the gateway decides', () => {
  const parameters = 'audience=https%3A%2F%2Fapi.example&prompt=login';
  const configuration = configure({ ...production, OIDC_AUTHORIZATION_PARAMETERS: parameters });
  assert.deepEqual(configuration?.authorizationParameters, {
    audience: 'https://api.example',
    prompt: 'login',
  });
  assert.throws(
    () => configure({ ...production, OIDC_AUTHORIZATION_PARAMETERS: 'state=mine' }),
    /OIDC_AUTHORIZATION_PARAMETERS: must not set client_id, redirect_uri/,
  );
});

test('a development process uses its own address, and no secret that is configured', () => {
  const configuration = configure({ ...database, OIDC_CLIENT_ID: 'web' });
  assert.deepEqual(configuration?.secrets, []);
  assert.equal(configuration?.publicUrl, 'http://localhost:4000');
  assert.equal(configuration?.idleSeconds, 1_800);
  assert.equal(configuration?.absoluteSeconds, 36_000);
});

test('several secrets are given for a rotation', () => {
  const secrets = [secret, 't'.repeat(40)];
  assert.deepEqual(configure({ ...production, SESSION_SECRET: secrets.join(', ') })?.secrets, secrets);
});

test('a production process without a secret does not start', () => {
  assert.throws(() => configure({ ...production, SESSION_SECRET: '' }), /SESSION_SECRET is missing/);
});

test('a process that signs people in needs a database', () => {
  assert.throws(
    () => configure({ OIDC_CLIENT_ID: 'web' }),
    /DATABASE_URL is missing: sessions are kept there/,
  );
});

test('a production process that browsers reach over plain http does not start', () => {
  assert.throws(
    () => configure({ ...production, GATEWAY_PUBLIC_URL: 'http://api.example.com' }),
    /GATEWAY_PUBLIC_URL: must start with https/,
  );
});

for (const [what, variables] of Object.entries({
  'a short secret': { SESSION_SECRET: `${secret},short` },
  'a public address with a path': { GATEWAY_PUBLIC_URL: 'https://api.example.com/graphql' },
  'scopes without openid': { OIDC_SCOPE: 'profile' },
})) {
  test(`${what} is refused, and the value not shown`, () => {
    assert.throws(
      () => configure({ ...production, ...variables }),
      (error: Error) =>
        Object.keys(variables).every((name) => error.message.includes(name)) &&
        !error.message.includes('short'),
    );
  });
}
