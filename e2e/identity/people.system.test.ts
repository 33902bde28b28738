import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { connectSql } from '#platform/database/sql-pool.ts';
import { createLog } from '#platform/log/log.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { peopleScopes } from '#schema/api-scopes.ts';
import { KeycloakAdministration } from '../../subgraphs/people/administration/keycloak-administration.ts';
import { KeycloakClients } from '../../subgraphs/people/administration/keycloak-clients.ts';
import { toAdministrationUrl } from '../../subgraphs/people/configuration.ts';
import { createPeopleServer } from '../../subgraphs/people/server.ts';
import { ChangeAudit } from '../../subgraphs/people/use-cases/audit-changes.ts';
import { createChangeLock } from '../../subgraphs/people/use-cases/change-lock.ts';
import { PeopleUseCases } from '../../subgraphs/people/use-cases/people-use-cases.ts';
import { createBrowser, expectPage } from './browser.ts';
import { findLink } from './mail-sink.ts';
import { openPeopleDatabase, type PeopleDatabase } from './people-database.ts';
import { createPerson, goodPassword, registerPerson } from './person.ts';
import { createApiVerifier, grantPassword, openRelyingParty, type RelyingParty } from './relying-party.ts';

let pool: PeopleDatabase;
let party: RelyingParty;
let people: Awaited<ReturnType<typeof createPeopleServer>>;
let verifier: TokenVerifier;
let url: string;
let adminToken: string;

function toRest(clientId: string, clientSecret: string) {
  const { issuer } = party.target;
  const token = new ServiceToken({ issuer, clientId, clientSecret });
  return { url: toAdministrationUrl(issuer) ?? '', token };
}

function toAdministration(clientId: string, clientSecret: string): KeycloakAdministration {
  return new KeycloakAdministration(toRest(clientId, clientSecret));
}

before(async () => {
  party = await openRelyingParty({ isListening: true });
  verifier = createApiVerifier(party.target, { scopeClaims: ['api_scopes'], defaultScopes: peopleScopes });
  pool = await openPeopleDatabase();
  people = await createPeopleServer({
    changes: new ChangeAudit(pool.db),
    db: pool.db,
    lock: createChangeLock(pool.sql),
    administration: toAdministration('facturation-people', 'facturation-people-development'),
    clients: new KeycloakClients({
      ...toRest('facturation-people', 'facturation-people-development'),
      idPrefix: 'api-',
      audience: 'facturation-api',
    }),
    verifier,
    log: createLog({ name: 'people', level: 'silent' }),
    isProduction: false,
  });
  url = await people.listen({ host: '127.0.0.1', port: 0 });
  adminToken = (await grantPassword(party.web, 'admin')).access_token;
});
after(async () => {
  await people?.close();
  verifier?.close();
  await pool?.close();
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

const fields = 'id username email firstName lastName isEnabled isEmailVerified roles createdAt';

interface PeoplePage {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly edges: readonly { readonly node: { readonly username: string } }[];
}

/** Calls a mutation that answers a person. */
async function change(name: string, input: object, more = '') {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const answer = await ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { person { ${fields} } userErrors { field code } ${more} } }`,
    { input },
  );
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data[name];
}

async function findId(username: string): Promise<string> {
  const answer = await ask('query ($search: String) { people(search: $search) { edges { node { id } } } }', {
    search: username,
  });
  return answer.data.people.edges[0]?.node.id;
}

test('an administrator lists people page by page, and finds them by a part of their name', async () => {
  const query = `query ($first: Int, $after: String, $last: Int, $before: String, $search: String) {
    people(first: $first, after: $after, last: $last, before: $before, search: $search) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { username roles } } } }`;
  const load = async (place: object): Promise<PeoplePage> =>
    (await ask(query, { ...place, search: 'manager' })).data.people;
  const namesOf = ({ edges }: PeoplePage) => edges.map(({ node }) => node.username);

  const first = await load({ first: 2 });
  const second = await load({ first: 2, after: first.pageInfo.endCursor });
  assert.deepEqual(
    [first, second].map((page) => [namesOf(page), page.totalCount, page.pageInfo.hasNextPage]),
    [
      [['billing-manager', 'customer-manager'], 3, true],
      [['product-manager'], 3, false],
    ],
  );
  const back = await load({ last: 2, before: second.pageInfo.startCursor });
  assert.deepEqual([namesOf(back), back.pageInfo.hasPreviousPage], [namesOf(first), false]);
  const end = await load({ last: 1 });
  assert.deepEqual([namesOf(end), end.pageInfo.hasPreviousPage], [['product-manager'], true]);
  const admin = (await ask(query, { search: 'ada' })).data.people.edges[0].node;
  // The roles that were given, not those that they contain.
  assert.deepEqual(admin, { username: 'admin', roles: ['ADMIN'] });
  const all = (await ask(query, { first: 100 })).data.people.edges;
  assert.ok(
    !all.some(({ node }: { node: { username: string } }) => node.username.startsWith('service-account')),
  );
});

test('a new person chooses a password by the mail, and then has exactly the roles that were given', async () => {
  const { username, email } = createPerson();
  const input = { username, email, firstName: 'Nina', lastName: 'New', roles: ['BILLING_MANAGER'] };
  const { person, userErrors, isMailSent } = await change('createPerson', input, 'isMailSent');
  assert.deepEqual(userErrors, []);
  assert.equal(isMailSent, true);
  assert.deepEqual([person.username, person.roles, person.isEnabled], [username, ['BILLING_MANAGER'], true]);
  await assert.rejects(grantPassword(party.web, username, goodPassword), client.ResponseBodyError);

  const browser = createBrowser([]);
  const link = findLink(await party.target.mailSink.waitForMail(email));
  const opened = expectPage(await browser.open(link));
  // Keycloak says first what is to be done.
  const isForm = opened.html.includes('password-new');
  const page = isForm ? opened : expectPage(await browser.follow(opened, 'action-token'));
  await browser.submit(page, { 'password-new': goodPassword, 'password-confirm': goodPassword });
  const tokens = await grantPassword(party.web, username, goodPassword);
  const principal = await party.verifier.verify(tokens.access_token);
  assert.deepEqual([...principal.roles].sort(), ['BILLING_MANAGER', 'USER']);
});

test('all that is wrong with a new person is said at once', async () => {
  const { userErrors } = await change('createPerson', {
    username: 'no',
    email: 'nowhere',
    firstName: ' ',
    lastName: 'x'.repeat(101),
  });
  assert.deepEqual(
    userErrors.map(({ field, code }: { field: string[]; code: string }) => `${field} ${code}`),
    ['username INVALID', 'email INVALID', 'firstName REQUIRED', 'lastName TOO_LONG'],
  );
  const taken = await change('createPerson', {
    username: 'admin',
    email: 'USER@facturation.example',
    firstName: 'A',
    lastName: 'B',
  });
  assert.deepEqual(
    taken.userErrors.map(({ field, code }: { field: string[]; code: string }) => `${field} ${code}`),
    ['username TAKEN', 'email TAKEN'],
  );
});

test('a change of roles ends the sessions of the person, and the next token has the new roles', async () => {
  const { username } = await registerPerson(party);
  const id = await findId(username);
  const before = await grantPassword(party.web, username, goodPassword);
  const given = await change('setPersonRoles', { id, roles: ['PRODUCT_MANAGER', 'CUSTOMER_MANAGER'] });
  assert.deepEqual(given.person.roles, ['CUSTOMER_MANAGER', 'PRODUCT_MANAGER']);
  await assert.rejects(
    client.refreshTokenGrant(party.web, before.refresh_token ?? ''),
    client.ResponseBodyError,
  );
  const taken = await change('setPersonRoles', { id, roles: ['PRODUCT_MANAGER'] });
  assert.deepEqual(taken.person.roles, ['PRODUCT_MANAGER']);
  const after = await grantPassword(party.web, username, goodPassword);
  assert.deepEqual([...(await party.verifier.verify(after.access_token)).roles].sort(), [
    'PRODUCT_MANAGER',
    'USER',
  ]);
});

test('who is disabled can neither sign in nor refresh, and who is signed out can sign in again', async () => {
  const { username } = await registerPerson(party);
  const id = await findId(username);
  const first = await grantPassword(party.web, username, goodPassword);
  await change('signOutPerson', { id });
  await assert.rejects(
    client.refreshTokenGrant(party.web, first.refresh_token ?? ''),
    client.ResponseBodyError,
  );
  const second = await grantPassword(party.web, username, goodPassword);
  assert.equal((await change('setPersonEnabled', { id, isEnabled: false })).person.isEnabled, false);
  await assert.rejects(
    client.refreshTokenGrant(party.web, second.refresh_token ?? ''),
    client.ResponseBodyError,
  );
  await assert.rejects(grantPassword(party.web, username, goodPassword), client.ResponseBodyError);
  const enabled = await change('setPersonEnabled', { id, isEnabled: true });
  assert.deepEqual([enabled.person.isEnabled, enabled.person.firstName], [true, 'Test']);
  await grantPassword(party.web, username, goodPassword);
});

test('a mail for a new password goes to the person; an unknown person is said so', async () => {
  const { username, email } = await registerPerson(party);
  const id = await findId(username);
  assert.deepEqual((await change('sendPasswordMail', { id })).userErrors, []);
  findLink(await party.target.mailSink.waitForMail(email));
  const unknown = await change('sendPasswordMail', { id: '00000000-0000-0000-0000-000000000000' });
  assert.deepEqual(unknown.userErrors, [{ field: ['id'], code: 'NOT_FOUND' }]);
});

test('the last administrator keeps the role and stays enabled, also if two are taken at the same time', async () => {
  const id = await findId('admin');
  const refused = [
    await change('setPersonRoles', { id, roles: ['BILLING_MANAGER'] }),
    await change('setPersonEnabled', { id, isEnabled: false }),
  ];
  assert.deepEqual(
    refused.map(({ person, userErrors }) => [person, userErrors[0].code]),
    [
      [null, 'NOT_ALLOWED'],
      [null, 'NOT_ALLOWED'],
    ],
  );
  const { username } = await registerPerson(party);
  const secondId = await findId(username);
  await change('setPersonRoles', { id: secondId, roles: ['ADMIN'] });
  const both = await Promise.all([
    change('setPersonEnabled', { id: secondId, isEnabled: false }),
    change('setPersonRoles', { id: secondId, roles: [] }),
    change('setPersonRoles', { id, roles: [] }),
  ]);
  assert.equal(both.at(-1).userErrors[0].code, 'NOT_ALLOWED');
  adminToken = (await grantPassword(party.web, 'admin')).access_token;
  assert.deepEqual((await ask(`query ($id: ID!) { person(id: $id) { roles } }`, { id })).data.person.roles, [
    'ADMIN',
  ]);
});

test('two processes that have lost their lock, and each take the role from one of two administrators, leave one of them', async () => {
  const adminId = await findId('admin');
  const { username } = await registerPerson(party);
  const secondId = await findId(username);
  await change('setPersonRoles', { id: secondId, roles: ['ADMIN'] });
  const administration = toAdministration('facturation-people', 'facturation-people-development');
  const lostLock = { run: <Result>(work: () => Promise<Result>) => work() };
  // Both have looked before either takes a role.
  const bothHaveLooked = Promise.withResolvers<void>();
  let waiting = 0;
  const meeting = new Proxy(administration, {
    get(target, name) {
      if (name === 'takeRoles')
        return async (...args: Parameters<typeof target.takeRoles>) => {
          waiting += 1;
          if (waiting === 2) bothHaveLooked.resolve();
          await bothHaveLooked.promise;
          return target.takeRoles(...args);
        };
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const answers = await Promise.all([
    new PeopleUseCases(meeting, lostLock).setRoles(adminId, [], secondId),
    new PeopleUseCases(meeting, lostLock).setRoles(secondId, [], adminId),
  ]);
  const refused = answers.filter(({ userErrors }) => userErrors[0]?.code === 'NOT_ALLOWED');
  assert.ok(refused.length >= 1, JSON.stringify(answers));
  const left = [
    ...(await administration.rolesOf(adminId)),
    ...(await administration.rolesOf(secondId)),
  ].filter((role) => role === 'ADMIN');
  assert.equal(left.length, refused.length);
  // Whatever came of it, the development administrator is the one again.
  await administration.giveRoles(adminId, ['ADMIN']);
  await administration.takeRoles(secondId, ['ADMIN']);
  adminToken = (await grantPassword(party.web, 'admin')).access_token;
});

test('a process that dies after it took the role from one of two administrators keeps another one from taking the last', async () => {
  const adminId = await findId('admin');
  const { username } = await registerPerson(party);
  const secondId = await findId(username);
  await change('setPersonRoles', { id: secondId, roles: ['ADMIN'] });
  const administration = toAdministration('facturation-people', 'facturation-people-development');
  const otherPool = connectSql({ url: pool.url, name: 'dying' });
  const taken = Promise.withResolvers<void>();
  const dying = new Proxy(administration, {
    get(target, name) {
      if (name === 'takeRoles')
        return async (...args: Parameters<typeof target.takeRoles>) => {
          await target.takeRoles(...args);
          taken.resolve();
          throw new Error('The process has died.');
        };
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const first = new PeopleUseCases(dying, createChangeLock(otherPool.sql)).setRoles(secondId, [], adminId);
  const second = new PeopleUseCases(administration, createChangeLock(pool.sql)).setRoles(
    adminId,
    [],
    secondId,
  );
  const [died, answer] = await Promise.allSettled([first, second]);
  await otherPool.close();
  const left = [
    ...(await administration.rolesOf(adminId)),
    ...(await administration.rolesOf(secondId)),
  ].filter((role) => role === 'ADMIN');
  // Whichever had the lock first: the other one sees what it has done.
  const isRefused = answer.status === 'fulfilled' && answer.value.userErrors[0]?.code === 'NOT_ALLOWED';
  const isFirstRefused = died.status === 'fulfilled' && died.value.userErrors[0]?.code === 'NOT_ALLOWED';
  assert.ok(isRefused || isFirstRefused, JSON.stringify([died, answer]));
  assert.equal(left.length, 1);
  await administration.giveRoles(adminId, ['ADMIN']);
  await administration.takeRoles(secondId, ['ADMIN']);
  adminToken = (await grantPassword(party.web, 'admin')).access_token;
});

test('without its lock nothing is changed that may take the last administrator away', async () => {
  const id = await findId('admin');
  const away = connectSql({ url: 'postgres://people:x@127.0.0.1:9/nowhere', name: 'away' });
  const administration = toAdministration('facturation-people', 'facturation-people-development');
  const useCases = new PeopleUseCases(administration, createChangeLock(away.sql));
  const { person, userErrors } = await useCases.setRoles(id, [], id);
  assert.deepEqual([person, userErrors.map(({ code }) => code)], [null, ['UNAVAILABLE']]);
  assert.ok((await administration.rolesOf(id)).includes('ADMIN'));
  await away.close();
});

test('managers read the name of whoever did something, and nothing else of the account', async () => {
  const { access_token: manager } = await grantPassword(party.web, 'billing-manager');
  const service = new ServiceToken({
    issuer: party.target.issuer,
    clientId: 'facturation-service',
    clientSecret: party.target.serviceSecret,
  });
  const { subject: serviceId } = await party.verifier.verify(await service.get());
  const adminId = await findId('admin');
  const ids = [adminId, serviceId, 'batch', '00000000-0000-0000-0000-000000000000'];
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) {
    ... on Actor { id kind name } } }`;
  const these = [...ids, adminId].map((id) => ({ __typename: 'Actor', id }));
  const { data, errors } = await ask(query, { these }, manager);
  assert.equal(errors, undefined);
  assert.deepEqual(
    data._entities.map(({ id, kind, name }: Record<string, unknown>) => [id, kind, name]),
    [
      [adminId, 'PERSON', 'Ada Admin'],
      [serviceId, 'SERVICE', 'facturation-service'],
      ['batch', 'SERVICE', 'batch'],
      ['00000000-0000-0000-0000-000000000000', 'UNKNOWN', null],
      [adminId, 'PERSON', 'Ada Admin'],
    ],
  );
  const { access_token: user } = await grantPassword(party.web, 'user');
  const refused = await ask(query, { these }, user);
  assert.equal(refused.errors[0].extensions.code, 'FORBIDDEN');
});

test('nobody but ADMIN sees or changes people', async () => {
  const { access_token: manager } = await grantPassword(party.web, 'billing-manager');
  const answers = [
    await ask('{ people { totalCount } }', {}, manager),
    await ask('mutation { signOutPerson(input: { id: "x" }) { userErrors { code } } }', {}, manager),
    await ask('{ people { totalCount } }', {}, 'no token'),
  ];
  for (const { data, errors } of answers) {
    assert.ok(errors?.length > 0);
    assert.ok(data === undefined || data === null || Object.values(data).every((value) => value === null));
  }
});

test('the administration takes the token of its service account and of nobody else', async () => {
  const { issuer } = party.target;
  const users = `${toAdministrationUrl(issuer)}/users`;
  const statusWith = async (token: string | undefined) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(users, { headers });
    await response.body?.cancel();
    return response.status;
  };
  const service = new ServiceToken({
    issuer,
    clientId: 'facturation-service',
    clientSecret: party.target.serviceSecret,
  });
  assert.deepEqual(
    [await statusWith(undefined), await statusWith(adminToken), await statusWith(await service.get())],
    [401, 403, 403],
  );
});
