import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { createLog } from '#platform/log/log.ts';
import { parseApiKey } from '#platform/tokens/api-key.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { KeycloakAdministration } from '../../subgraphs/people/administration/keycloak-administration.ts';
import { KeycloakClients } from '../../subgraphs/people/administration/keycloak-clients.ts';
import { toAdministrationUrl } from '../../subgraphs/people/configuration.ts';
import { createPeopleServer } from '../../subgraphs/people/server.ts';
import { ChangeAudit } from '../../subgraphs/people/use-cases/audit-changes.ts';
import { openPeopleDatabase, type PeopleDatabase } from './people-database.ts';
import { grantPassword, openRelyingParty, type RelyingParty } from './relying-party.ts';

let database: PeopleDatabase;
let party: RelyingParty;
let people: Awaited<ReturnType<typeof createPeopleServer>>;
let verifier: TokenVerifier;
let url: string;
let adminToken: string;

before(async () => {
  party = await openRelyingParty();
  const { issuer } = party.target;
  const clientSecret = 'facturation-people-development';
  const token = new ServiceToken({ issuer, clientId: 'facturation-people', clientSecret });
  const rest = { url: toAdministrationUrl(issuer) ?? '', token };
  database = await openPeopleDatabase();
  people = await createPeopleServer({
    changes: new ChangeAudit(database.db),
    db: database.db,
    // Clients are changed without it.
    lock: { run: (work) => work() },
    administration: new KeycloakAdministration(rest),
    clients: new KeycloakClients({ ...rest, idPrefix: 'api-', audience: 'facturation-api' }),
    verifier: party.verifier,
    log: createLog({ name: 'people', level: 'silent' }),
    isProduction: false,
  });
  url = await people.listen({ host: '127.0.0.1', port: 0 });
  const terms = { issuer, audiences: ['facturation-api'], algorithms: ['RS256'] };
  verifier = createTokenVerifier({ issuers: [{ ...terms, scopeClaims: ['scope', 'api_scopes'] }] });
  adminToken = (await grantPassword(party.web, 'admin')).access_token;
});
after(async () => {
  verifier?.close();
  await people?.close();
  await database?.close();
  await party?.[Symbol.asyncDispose]();
});

// biome-ignore lint/suspicious/noExplicitAny: the answers differ by query
async function ask(query: string, variables: object = {}, token = adminToken): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

const fields = 'id clientId name isEnabled roles scopes plan createdAt secretCreatedAt';

/** Calls a mutation about an API client. */
async function change(name: string, input: object, selection = `apiClient { ${fields} }`) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const answer = await ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { field code } } }`,
    { input },
  );
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data[name];
}

const secrets = `apiClient { ${fields} } clientSecret key`;

function createClientId(): string {
  return `api-test-${randomBytes(6).toString('hex')}`;
}

async function createClient(settings: object = {}) {
  const input = { clientId: createClientId(), name: 'Shop', ...settings };
  const answer = await change('createApiClient', input, secrets);
  assert.deepEqual(answer.userErrors, []);
  return answer;
}

/** The principal of a token by client credentials. */
async function obtain(clientId: string, clientSecret: string) {
  const { issuer } = party.target;
  const token = await new ServiceToken({ issuer, clientId, clientSecret }).get();
  return verifier.verify(token);
}

test('a new client has the roles, scopes and plan that it was given in its tokens', async () => {
  const { apiClient, clientSecret, key } = await createClient({
    roles: ['BILLING_MANAGER'],
    scopes: ['invoices:read', 'invoices:write', 'invoices:read'],
    plan: 'FREE',
  });
  assert.deepEqual(
    [apiClient.name, apiClient.isEnabled, apiClient.roles, apiClient.scopes, apiClient.plan],
    ['Shop', true, ['BILLING_MANAGER'], ['invoices:read', 'invoices:write'], 'FREE'],
  );
  assert.ok(Date.parse(apiClient.createdAt) > 0 && Date.parse(apiClient.secretCreatedAt) > 0);
  assert.deepEqual(parseApiKey('fct', key), { clientId: apiClient.clientId, clientSecret });
  const principal = await obtain(apiClient.clientId, clientSecret);
  const roles = [...principal.roles].filter((role) => role === role.toUpperCase()).sort();
  assert.deepEqual(roles, ['BILLING_MANAGER', 'USER']);
  assert.ok(principal.scopes.has('invoices:read') && principal.scopes.has('invoices:write'));
  assert.deepEqual([principal.plan, principal.clientId], ['free', apiClient.clientId]);
});

test('a client that was given nothing is a user without scopes, whose plan is that of the gateway', async () => {
  const { apiClient, clientSecret } = await createClient();
  assert.deepEqual([apiClient.roles, apiClient.scopes, apiClient.plan], [[], [], null]);
  const principal = await obtain(apiClient.clientId, clientSecret);
  assert.ok(principal.roles.has('USER'));
  for (const role of ['ADMIN', 'BILLING_MANAGER', 'STOCK_RESERVER'])
    assert.ok(!principal.roles.has(role), role);
  assert.ok(![...principal.scopes].some((scope) => scope.startsWith('invoices')));
  assert.ok(!['free', 'standard', 'unlimited'].includes(principal.plan ?? ''));
});

test('a change counts for the next token, and the secret stays', async () => {
  const { apiClient, clientSecret } = await createClient({
    roles: ['BILLING_MANAGER'],
    scopes: ['invoices:read'],
    plan: 'FREE',
  });
  const { id, clientId } = apiClient;
  const settings = {
    name: 'Store',
    roles: ['PRODUCT_MANAGER'],
    scopes: ['invoices:write'],
    plan: 'STANDARD',
  };
  const changed = await change('updateApiClient', { id, ...settings });
  assert.deepEqual(changed.userErrors, []);
  const { name, roles, scopes, plan } = changed.apiClient;
  assert.deepEqual({ name, roles, scopes, plan }, settings);
  const principal = await obtain(clientId, clientSecret);
  assert.ok(principal.roles.has('PRODUCT_MANAGER') && !principal.roles.has('BILLING_MANAGER'));
  assert.ok(principal.scopes.has('invoices:write') && !principal.scopes.has('invoices:read'));
  assert.equal(principal.plan, 'standard');
});

test('after a rotation the new secret is good, and the one before gets no token', async () => {
  const { apiClient, clientSecret: earlier, key } = await createClient();
  const rotated = await change('rotateApiClientSecret', { id: apiClient.id }, secrets);
  assert.notEqual(rotated.key, key);
  await obtain(apiClient.clientId, rotated.clientSecret);
  await assert.rejects(obtain(apiClient.clientId, earlier), { code: 'NO_SERVICE_TOKEN' });
});

test('a client that is disabled gets no token until it is enabled again', async () => {
  const { apiClient, clientSecret } = await createClient();
  const { id, clientId } = apiClient;
  const disabled = await change('setApiClientEnabled', { id, isEnabled: false });
  assert.equal(disabled.apiClient.isEnabled, false);
  await assert.rejects(obtain(clientId, clientSecret), { code: 'NO_SERVICE_TOKEN' });
  await change('setApiClientEnabled', { id, isEnabled: true });
  await obtain(clientId, clientSecret);
});

test('a revoked client is gone, and gets no token', async () => {
  const { apiClient, clientSecret } = await createClient();
  const { id, clientId } = apiClient;
  assert.deepEqual(await change('revokeApiClient', { id }, 'revokedId'), { revokedId: id, userErrors: [] });
  await assert.rejects(obtain(clientId, clientSecret), { code: 'NO_SERVICE_TOKEN' });
  const { data } = await ask('query ($id: ID!) { apiClient(id: $id) { id } }', { id });
  assert.equal(data.apiClient, null);
  const again = await change('revokeApiClient', { id }, 'revokedId');
  assert.deepEqual(again, { revokedId: null, userErrors: [{ field: ['id'], code: 'NOT_FOUND' }] });
});

test('the list has API clients alone, without any secret', async () => {
  const { apiClient } = await createClient({ roles: ['CUSTOMER_MANAGER'] });
  const { data } = await ask(`{ apiClients { ${fields} } }`);
  const ids: string[] = data.apiClients.map((one: { clientId: string }) => one.clientId);
  assert.ok(ids.includes(apiClient.clientId));
  assert.ok(ids.every((id) => id.startsWith('api-')));
  assert.deepEqual(
    data.apiClients.find((one: { id: string }) => one.id === apiClient.id),
    apiClient,
  );
});

test('all that is wrong with a new client is said at once', async () => {
  const { apiClient } = await createClient();
  const codesOf = (answer: { userErrors: { field: string[]; code: string }[] }) =>
    answer.userErrors.map(({ field, code }) => `${field.join('.')} ${code}`);
  const wrong = await change('createApiClient', {
    clientId: 'facturation-web',
    name: ' ',
    roles: ['ADMIN', 'STOCK_RESERVER', 'BILLING_MANAGER'],
    scopes: ['invoices:read', 'everything', 'statistics:read', 'workspace'],
  });
  assert.deepEqual(codesOf(wrong), [
    'clientId INVALID',
    'roles.0 INVALID',
    'roles.1 INVALID',
    'scopes.1 INVALID',
    'scopes.3 INVALID',
    'name REQUIRED',
  ]);
  const taken = await change('createApiClient', { clientId: apiClient.clientId, name: 'Another' });
  assert.deepEqual(codesOf(taken), ['clientId TAKEN']);
});

test('nobody but ADMIN sees or makes API clients', async () => {
  const { access_token: manager } = await grantPassword(party.web, 'billing-manager');
  const { apiClient, clientSecret } = await createClient({ roles: ['BILLING_MANAGER'] });
  const { issuer } = party.target;
  const own = await new ServiceToken({ issuer, clientId: apiClient.clientId, clientSecret }).get();
  const create = 'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key } }';
  for (const token of [manager, own]) {
    const answers = [
      await ask('{ apiClients { id } }', {}, token),
      await ask(create, { input: { clientId: createClientId(), name: 'Mine' } }, token),
    ];
    for (const { data, errors } of answers) {
      assert.ok(errors?.length > 0);
      assert.ok(data === null || Object.values(data).every((value) => value === null));
    }
  }
});

test('an API client may neither administer nor sign people in', async () => {
  const { apiClient, clientSecret } = await createClient({ roles: ['BILLING_MANAGER'] });
  const { clientId } = apiClient;
  const { issuer } = party.target;
  const token = await new ServiceToken({ issuer, clientId, clientSecret }).get();
  for (const path of ['/users', '/clients']) {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${toAdministrationUrl(issuer)}${path}`, { headers });
    await response.body?.cancel();
    assert.equal(response.status, 403);
  }
  const method = client.ClientSecretPost(clientSecret);
  const options = { execute: [client.allowInsecureRequests], timeout: 20 };
  const own = await client.discovery(new URL(issuer), clientId, undefined, method, options);
  await assert.rejects(grantPassword(own, 'admin'), client.ResponseBodyError);
});
