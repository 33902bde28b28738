import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { parseConfiguration } from '../configuration/configuration.ts';
import { identityFields, toTrustedIssuers } from '../configuration/identity-fields.ts';
import { assertRefused } from '../testing/assert-refused.ts';
import { createTestIssuer, type TestIssuer, type TestTokenOptions } from '../testing/test-issuer.ts';
import type { TokenErrorCode } from './token-error.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

/**
 * Tokens as providers issue them, with the settings that docs/identity-providers.md gives for each. `sign` writes the
 * claims of Keycloak; what a provider does not have is set to `undefined`.
 */

const noKeycloakClaims = {
  typ: undefined,
  azp: undefined,
  scope: undefined,
  realm_access: undefined,
  sid: undefined,
};

interface ProviderCase {
  /** Path of the issuer below its origin, as it stands in `iss`. */
  readonly path: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly token: TestTokenOptions;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly clientId: string;
  /** Tokens of this provider that are not access tokens for this API. */
  readonly refused: Readonly<Record<string, readonly [TokenErrorCode, TestTokenOptions]>>;
}

const auth0 = {
  typ: 'at+jwt',
  audience: ['https://billing.example/api', 'https://tenant.auth0.example/userinfo'],
  claims: {
    ...noKeycloakClaims,
    client_id: 'spa',
    scope: 'openid read:invoices',
    'https://billing.example/roles': ['BILLING_MANAGER'],
  },
};

const entra = {
  typ: 'JWT',
  audience: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
  claims: {
    ...noKeycloakClaims,
    azp: 'client-1',
    scp: 'invoices.read invoices.write',
    roles: ['Billing.Manage', 'Unknown.Role'],
    ver: '2.0',
  },
};

const okta = {
  header: { typ: undefined },
  audience: 'api://default',
  claims: {
    ...noKeycloakClaims,
    cid: 'client-1',
    uid: '00u1',
    ver: 1,
    scp: ['openid', 'invoices'],
    groups: ['Billing'],
  },
};

const cognito = {
  header: { typ: undefined },
  claims: {
    ...noKeycloakClaims,
    aud: undefined,
    client_id: 'client-1',
    token_use: 'access',
    scope: 'openid invoices/read',
    'cognito:groups': ['BILLING_MANAGER'],
    username: 'ada',
  },
};

const providers: Readonly<Record<string, ProviderCase>> = {
  Keycloak: {
    path: '/realms/company',
    settings: { OIDC_AUDIENCE: 'facturation-api' },
    token: { typ: 'JWT', roles: ['BILLING_MANAGER'], scopes: ['openid', 'profile'] },
    roles: ['BILLING_MANAGER'],
    scopes: ['openid', 'profile'],
    clientId: 'facturation-web',
    refused: {
      'an ID token': ['TOKEN_TYPE_WRONG', { typ: 'JWT', claims: { typ: 'ID' } }],
      'a refresh token': ['TOKEN_TYPE_WRONG', { typ: 'JWT', claims: { typ: 'Refresh' } }],
    },
  },
  'Keycloak with roles of a client': {
    path: '/realms/company',
    settings: {
      OIDC_AUDIENCE: 'facturation-api',
      OIDC_ROLE_CLAIMS: 'realm_access.roles,resource_access.billing\\.api.roles',
    },
    token: {
      typ: 'JWT',
      roles: ['USER'],
      scopes: ['openid'],
      claims: {
        resource_access: { 'billing.api': { roles: ['BILLING_MANAGER'] }, account: { roles: ['x'] } },
      },
    },
    roles: ['USER', 'BILLING_MANAGER'],
    scopes: ['openid'],
    clientId: 'facturation-web',
    refused: {},
  },
  Auth0: {
    path: '/',
    settings: {
      OIDC_AUDIENCE: 'https://billing.example/api',
      OIDC_ROLE_CLAIMS: 'https://billing\\.example/roles',
      OIDC_TOKEN_TYPES: 'at+jwt,JWT',
    },
    token: auth0,
    roles: ['BILLING_MANAGER'],
    scopes: ['openid', 'read:invoices'],
    clientId: 'spa',
    refused: {
      'an ID token, whose audience is the client': [
        'TOKEN_CLAIM_INVALID',
        { ...auth0, typ: 'JWT', audience: 'spa' },
      ],
      'an ID token with the nonce of a sign-in': [
        'TOKEN_TYPE_WRONG',
        { ...auth0, typ: 'JWT', claims: { ...auth0.claims, nonce: 'n' } },
      ],
    },
  },
  'Auth0 with its own profile of tokens': {
    path: '/',
    settings: {
      OIDC_AUDIENCE: 'https://billing.example/api',
      OIDC_ROLE_CLAIMS: 'https://billing\\.example/roles',
      OIDC_TOKEN_TYPES: 'at+jwt,JWT',
    },
    token: { ...auth0, typ: 'JWT', claims: { ...auth0.claims, client_id: undefined, azp: 'spa' } },
    roles: ['BILLING_MANAGER'],
    scopes: ['openid', 'read:invoices'],
    clientId: 'spa',
    refused: {},
  },
  'Entra, version 2': {
    path: '/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    settings: {
      OIDC_AUDIENCE: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
      OIDC_ROLE_CLAIMS: 'roles',
      OIDC_ROLE_NAMES: '{"Billing.Manage":"BILLING_MANAGER"}',
      OIDC_SCOPE_CLAIMS: 'scp',
      OIDC_TOKEN_TYPES: 'JWT',
      OIDC_REQUIRED_CLAIMS: '{"ver":"2.0"}',
    },
    token: entra,
    roles: ['BILLING_MANAGER'],
    scopes: ['invoices.read', 'invoices.write'],
    clientId: 'client-1',
    refused: {
      'a token of version 1': ['TOKEN_CLAIM_INVALID', { ...entra, claims: { ...entra.claims, ver: '1.0' } }],
      'an ID token': ['TOKEN_TYPE_WRONG', { ...entra, claims: { ...entra.claims, nonce: 'n' } }],
      'a token for Microsoft Graph': ['TOKEN_CLAIM_INVALID', { ...entra, audience: '00000003-0000-0000' }],
    },
  },
  'Entra, version 1': {
    path: '/9122040d-6c67-4c5b-b112-36a304b66dad/',
    settings: {
      OIDC_AUDIENCE: 'api://billing',
      OIDC_ROLE_CLAIMS: 'roles',
      OIDC_SCOPE_CLAIMS: 'scp',
      OIDC_TOKEN_TYPES: 'JWT',
      OIDC_REQUIRED_CLAIMS: '{"ver":"1.0"}',
    },
    token: {
      typ: 'JWT',
      audience: 'api://billing',
      claims: {
        ...noKeycloakClaims,
        appid: 'client-1',
        scp: 'invoices',
        roles: ['BILLING_MANAGER'],
        ver: '1.0',
      },
    },
    roles: ['BILLING_MANAGER'],
    scopes: ['invoices'],
    clientId: 'client-1',
    refused: {},
  },
  Okta: {
    path: '/oauth2/default',
    settings: {
      OIDC_AUDIENCE: 'api://default',
      OIDC_ROLE_CLAIMS: 'groups',
      OIDC_ROLE_NAMES: '{"Billing":"BILLING_MANAGER"}',
      OIDC_SCOPE_CLAIMS: 'scp',
      OIDC_TOKEN_TYPES: 'none',
    },
    token: okta,
    roles: ['BILLING_MANAGER'],
    scopes: ['openid', 'invoices'],
    clientId: 'client-1',
    refused: {
      'an ID token': ['TOKEN_CLAIM_INVALID', { ...okta, audience: 'client-1' }],
    },
  },
  Cognito: {
    path: '/eu-west-3_Example',
    settings: {
      OIDC_AUDIENCE: 'client-1',
      OIDC_AUDIENCE_CLAIM: 'client_id',
      OIDC_ROLE_CLAIMS: 'cognito:groups',
      OIDC_TOKEN_TYPES: 'none',
      OIDC_REQUIRED_CLAIMS: '{"token_use":"access"}',
    },
    token: cognito,
    roles: ['BILLING_MANAGER'],
    scopes: ['openid', 'invoices/read'],
    clientId: 'client-1',
    refused: {
      'an ID token': [
        'TOKEN_CLAIM_INVALID',
        { ...cognito, claims: { ...cognito.claims, aud: 'client-1', client_id: undefined, token_use: 'id' } },
      ],
      'a token of another client': [
        'TOKEN_CLAIM_INVALID',
        { ...cognito, claims: { ...cognito.claims, client_id: 'client-2' } },
      ],
      'a token that does not say what it is used for': [
        'TOKEN_CLAIM_INVALID',
        { ...cognito, claims: { ...cognito.claims, token_use: undefined } },
      ],
    },
  },
};

for (const [name, provider] of Object.entries(providers)) {
  let issuer: TestIssuer;
  let verifier: TokenVerifier;
  before(async () => {
    issuer = await createTestIssuer({ path: provider.path });
    const variables = parseConfiguration(z.object(identityFields), {
      OIDC_ISSUER: issuer.issuer,
      ...provider.settings,
    });
    verifier = createTokenVerifier({ issuers: toTrustedIssuers(variables) });
  });
  after(async () => {
    verifier.close();
    await issuer.close();
  });

  test(`${name}: reads roles, scopes and client of an access token`, async () => {
    const principal = await verifier.verify(await issuer.sign(provider.token));
    assert.deepEqual(
      [principal.issuer, [...principal.roles], [...principal.scopes], principal.clientId],
      [issuer.issuer, provider.roles, provider.scopes, provider.clientId],
    );
  });

  for (const [what, [code, token]] of Object.entries(provider.refused)) {
    test(`${name}: refuses ${what}`, async () => assertRefused(verifier, await issuer.sign(token), code));
  }
}

test('without settings, tokens of other shapes than those of Keycloak and of RFC 9068 are refused', async () => {
  await using issuer = await createTestIssuer({ path: '/' });
  const strict = createTokenVerifier({ issuers: [issuer.trusted()] });
  for (const header of [{ typ: undefined }, { typ: 'JWT' }]) {
    const token = await issuer.sign({ header, claims: { typ: undefined } });
    await assertRefused(strict, token, 'TOKEN_TYPE_WRONG');
  }
  strict.close();
});
