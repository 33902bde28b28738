import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdentityAdministration, ProviderPerson } from '../administration/identity-administration.ts';
import { PeopleUseCases } from './people-use-cases.ts';

const id = '0b6f1f0e-6c1c-4b0e-9d55-5a1f6a1e0001';
const account: ProviderPerson = {
  id,
  username: 'service-account-api-shop',
  email: null,
  isEmailVerified: false,
  firstName: '',
  lastName: '',
  isEnabled: true,
  hasOneTimeCode: false,
  createdAtMs: null,
};

/** Use cases at a provider that knows the account of one client, and refuses to change it. */
function openUseCases(): PeopleUseCases {
  const refuse = () => assert.fail('nothing may be changed');
  const administration: IdentityAdministration = {
    list: async () => [],
    count: async () => 0,
    find: async () => account,
    findBy: async () => undefined,
    rolesOf: async () => [],
    create: refuse,
    setEnabled: refuse,
    giveRoles: refuse,
    takeRoles: refuse,
    sendMail: refuse,
    signOut: refuse,
  };
  return new PeopleUseCases(administration, { run: (work) => work() });
}

test('the account of a client is no person whose roles, state, password or sessions can be changed', async () => {
  const useCases = openUseCases();
  const answers = await Promise.all([
    useCases.setRoles(id, ['ADMIN'], 'caller'),
    useCases.setEnabled(id, false, 'caller'),
    useCases.sendPasswordMail(id),
    useCases.signOut(id),
  ]);
  for (const { person, userErrors } of answers) {
    assert.equal(person, null);
    assert.deepEqual(
      userErrors.map(({ code, field }) => [code, field]),
      [['NOT_FOUND', ['id']]],
    );
  }
});

test('nobody is given the name of an account of a client', async () => {
  const { userErrors } = await openUseCases().create({
    username: 'service-account-api-shop',
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
  });
  assert.deepEqual(
    userErrors.map(({ code, field }) => [code, field]),
    [['TAKEN', ['username']]],
  );
});
