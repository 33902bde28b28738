import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Account, emptyAccount, maxAccounts } from '../accounts.ts';
import { type Exchange, toPath } from '../exchange.ts';
import { linkActions } from '../one-time-tokens.ts';
import type { Realm } from '../realm.ts';
import type { ServiceClient } from '../service-clients.ts';
import { type AdministrationRole, findAdministrator } from './administrator.ts';
import {
  createClient,
  deleteClient,
  listClients,
  readClient,
  readServiceAccount,
  renewClientSecret,
  toServiceAccountName,
  updateClient,
} from './client-operations.ts';
import { type JsonAnswer, readJsonBody, sendAnswer, toRefusal } from './json-exchange.ts';
import {
  existingUserSchema,
  newUserSchema,
  toAccountChange,
  toUserRepresentation,
} from './user-representation.ts';

/** One call: the exchange, and the account or the client that its path names, if any. */
interface Call {
  readonly exchange: Exchange;
  readonly query: URLSearchParams;
  readonly account: Account;
  readonly client: ServiceClient;
}

/** One kind of call. */
interface Operation {
  readonly right: AdministrationRole;
  readonly answer: (call: Call) => JsonAnswer | Promise<JsonAnswer>;
}

/** Operations by method and path below `/admin/realms/NAME`; `ID` is a person's or a client's. */
const operations: Readonly<Record<string, Operation>> = {
  'GET /users': { right: 'view-users', answer: listUsers },
  'GET /users/count': {
    right: 'view-users',
    answer: ({ exchange, query }) => ({ status: 200, body: findUsers(exchange, query).length }),
  },
  'POST /users': { right: 'manage-users', answer: createUser },
  'GET /users/ID': {
    right: 'view-users',
    answer: ({ account }) => ({ status: 200, body: toUserRepresentation(account) }),
  },
  'PUT /users/ID': { right: 'manage-users', answer: updateUser },
  'GET /users/ID/role-mappings/realm': {
    right: 'view-users',
    answer: ({ exchange, account }) => ({ status: 200, body: toRoles(exchange.realm, account.roles) }),
  },
  'GET /users/ID/role-mappings/realm/available': {
    right: 'view-users',
    answer: ({ exchange: { realm }, account }) => {
      const available = [...realm.roles.keys()].filter((role) => !account.roles.includes(role));
      return { status: 200, body: toRoles(realm, available) };
    },
  },
  'POST /users/ID/role-mappings/realm': {
    right: 'manage-users',
    answer: (call) => changeRoles(call, (held, given) => [...new Set([...held, ...given])]),
  },
  'DELETE /users/ID/role-mappings/realm': {
    right: 'manage-users',
    answer: (call) => changeRoles(call, (held, given) => held.filter((role) => !given.includes(role))),
  },
  'PUT /users/ID/execute-actions-email': { right: 'manage-users', answer: sendActions },
  'POST /users/ID/logout': {
    right: 'manage-users',
    async answer({ exchange: { ender }, account }) {
      await ender.endAll(account.id);
      return { status: 204 };
    },
  },
  'GET /clients': { right: 'view-clients', answer: listClients },
  'POST /clients': { right: 'manage-clients', answer: createClient },
  'GET /clients/ID': { right: 'view-clients', answer: readClient },
  'PUT /clients/ID': { right: 'manage-clients', answer: updateClient },
  'DELETE /clients/ID': { right: 'manage-clients', answer: deleteClient },
  'POST /clients/ID/client-secret': { right: 'manage-clients', answer: renewClientSecret },
  'GET /clients/ID/service-account-user': { right: 'view-clients', answer: readServiceAccount },
};

/** Path of the administration, for a realm of this name; Keycloak's. */
export function toAdminPath(realmName: string): string {
  return `/admin/realms/${realmName}`;
}

/** Serves the part of Keycloak's administration by REST that the house uses, to service accounts with its roles. */
export async function serveAdministration(exchange: Exchange): Promise<void> {
  sendAnswer(exchange.response, await answer(exchange));
}

async function answer(exchange: Exchange): Promise<JsonAnswer> {
  const { realm, request } = exchange;
  const rights = await findAdministrator(exchange, request);
  if (rights === undefined) return { status: 401, body: { error: 'HTTP 401 Unauthorized' } };
  const path = toPath(request).slice(toAdminPath(realm.name).length);
  const [, kind, id = ''] = idInPath.exec(path) ?? [];
  const pattern = path.replace(idInPath, '/$1/ID');
  const operation = operations[`${request.method} ${pattern}`];
  if (operation === undefined) return { status: 404, body: { error: 'HTTP 404 Not Found' } };
  if (!rights.has(operation.right)) return { status: 403, body: { error: 'HTTP 403 Forbidden' } };
  const account = kind === 'users' ? findAccount(exchange, id) : nobody;
  if (account === undefined) return { status: 404, body: { error: 'User not found' } };
  const client = kind === 'clients' ? exchange.serviceClients.find(id) : noClient;
  if (client === undefined) return { status: 404, body: { error: 'Could not find client' } };
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  return operation.answer({ exchange, query, account, client });
}

/** The id of a person or of a client. */
const idInPath = /^\/(users|clients)\/(?!count$)([^/]+)/;

/** A person, or the user that stands for the service account of a client. */
function findAccount({ accounts, serviceClients }: Exchange, id: string): Account | undefined {
  const client = serviceClients.find(id);
  if (client === undefined) return accounts.findAny(id);
  return { ...nobody, id, username: toServiceAccountName(client), isEnabled: true, roles: client.roles };
}

/** Stands for the account of an operation that has none. */
const nobody: Account = {
  ...emptyAccount,
  id: '',
  username: '',
  email: undefined,
  isEmailVerified: false,
  firstName: '',
  lastName: '',
  isEnabled: false,
  roles: [],
  passwordHash: undefined,
};

/** Stands for the client of an operation that has none. */
const noClient: ServiceClient = {
  id: '',
  clientId: '',
  name: '',
  description: '',
  isEnabled: false,
  secret: '',
  roles: [],
  attributes: {},
  protocolMappers: [],
};

const maxListed = 100;

function listUsers({ exchange, query }: Call): JsonAnswer {
  const first = toCount(query.get('first'), 0);
  const max = Math.min(toCount(query.get('max'), maxListed), maxListed);
  const page = findUsers(exchange, query).slice(first, first + max);
  return { status: 200, body: page.map(toUserRepresentation) };
}

function toCount(text: string | null, byDefault: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : byDefault;
}

/**
 * With `exact=true`, `username` and `email` must be equal. Each word of `search` must be found in a name: at the beginning,
 * or with asterisks around it anywhere.
 */
function findUsers({ accounts }: Exchange, query: URLSearchParams): Account[] {
  const value = (name: string) => query.get(name)?.toLowerCase();
  const [search, username, email, enabled] = [
    value('search'),
    value('username'),
    value('email'),
    value('enabled'),
  ];
  const words = search?.split(/\s+/).filter((word) => word !== '') ?? [];
  const isMatch = (text: string, wanted: string | undefined) =>
    wanted === undefined || (query.get('exact') === 'true' ? text === wanted : text.includes(wanted));
  return accounts.all().filter((account) => {
    const texts = [account.username, account.email ?? '', account.firstName, account.lastName];
    return (
      isMatch(account.username, username) &&
      isMatch(account.email ?? '', email) &&
      (enabled === undefined || String(account.isEnabled) === enabled) &&
      words.every((word) => texts.some((text) => isFound(text.toLowerCase(), word)))
    );
  });
}

function isFound(text: string, word: string): boolean {
  const plain = word.replaceAll('*', '');
  return word.startsWith('*') ? text.includes(plain) : text.startsWith(plain);
}

async function createUser({ exchange }: Call): Promise<JsonAnswer> {
  const { realm, accounts } = exchange;
  const read = await readJsonBody(exchange, newUserSchema);
  if ('refusal' in read) return read.refusal;
  const { username, ...rest } = read.value;
  if (accounts.size >= maxAccounts) return toRefusal(409, 'There are too many accounts');
  if (accounts.findByName(username) !== undefined) return toRefusal(409, 'User exists with same username');
  if (rest.email !== undefined && accounts.findByName(rest.email) !== undefined)
    return toRefusal(409, 'User exists with same email');
  const id = randomUUID();
  accounts.add({
    ...nobody,
    id,
    username,
    roles: [realm.defaultRole],
    createdAtMs: Date.now(),
    ...toAccountChange(rest),
  });
  return {
    status: 201,
    location: `${new URL(exchange.issuer).origin}${toAdminPath(realm.name)}/users/${id}`,
  };
}

async function updateUser({ exchange, account }: Call): Promise<JsonAnswer> {
  const { accounts, tokens } = exchange;
  const read = await readJsonBody(exchange, existingUserSchema);
  if ('refusal' in read) return read.refusal;
  const { email } = read.value;
  const owner = email === undefined ? undefined : accounts.findByName(email);
  if (owner !== undefined && owner.id !== account.id) return toRefusal(409, 'User exists with same email');
  accounts.update(account.id, toAccountChange(read.value));
  if (read.value.enabled === false) tokens.forgetAccount(account.id);
  return { status: 204 };
}

const rolesSchema = z.array(z.looseObject({ id: z.string(), name: z.string() })).max(100);

async function changeRoles(
  { exchange, account }: Call,
  change: (held: readonly string[], given: readonly string[]) => string[],
): Promise<JsonAnswer> {
  const read = await readJsonBody(exchange, rolesSchema);
  if ('refusal' in read) return read.refusal;
  const given = read.value.map(({ name }) => name);
  if (given.some((name) => !exchange.realm.roles.has(name)))
    return { status: 404, body: { error: 'Role not found' } };
  const roles = change(account.roles, given);
  if (exchange.serviceClients.find(account.id) === undefined) exchange.accounts.update(account.id, { roles });
  else exchange.serviceClients.update(account.id, { roles });
  return { status: 204 };
}

async function sendActions({ exchange, query, account }: Call): Promise<JsonAnswer> {
  const read = await readJsonBody(exchange, z.array(z.enum(linkActions)).min(1));
  if ('refusal' in read) return read.refusal;
  if (account.email === undefined) return toRefusal(400, 'User email missing');
  if (!account.isEnabled) return toRefusal(400, 'User is disabled');
  const seconds = toCount(query.get('lifespan'), exchange.realm.adminLinkSeconds);
  const isSent = exchange.mails.sendActions(
    account,
    read.value,
    Math.min(seconds, exchange.realm.adminLinkSeconds),
  );
  return isSent ? { status: 204 } : toRefusal(500, 'Failed to send execute actions email');
}

function toRoles(realm: Realm, names: readonly string[]) {
  return names.map((name) => ({
    id: createHash('sha256').update(`${realm.name} ${name}`).digest('hex').slice(0, 32),
    name,
    composite: (realm.roles.get(name) ?? []).length > 0,
    clientRole: false,
  }));
}
