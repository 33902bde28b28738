import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { apiClientRoles } from '../api-client-roles.ts';
import { apiScopes, peopleScopes } from '../api-scopes.ts';
import { readSubgraphSdl } from '../subgraph-sdl.ts';
import { subgraphs } from '../subgraphs.ts';
import { lintScopes } from './scopes.ts';

const terms = {
  apiClientRoles: ['CLERK'],
  apiScopes: ['books:read', 'books:write'],
  peopleScopes: ['books:read', 'books:write', 'shelf'],
};

function lint(sdl: string): string[] {
  return lintScopes([{ name: 's', document: parse(sdl) }], terms);
}

const toProblem = (coordinate: string, ending: string) =>
  `s: ${coordinate} is open to API clients without a scope that ends with ${ending}; add @requiresScopes.`;

test('a root field that a role of API clients opens needs a scope', () => {
  const sdl = `type Query { free: Int @authenticated clerk: Int @hasRole(roles: [BOSS, CLERK]) boss: Int @hasRole(roles: [BOSS])
    scoped: Int @authenticated @requiresScopes(scopes: [["books:read"]])
    own: Int @authenticated @requiresScopes(scopes: [["shelf"]]) }
    extend type Mutation { go: Int @hasRole(roles: [CLERK]) }
    type Subscription { on: Int @authenticated }
    type Book { title: String @authenticated }`;
  assert.deepEqual(lint(sdl), [
    toProblem('Query.free', ':read'),
    toProblem('Query.clerk', ':read'),
    toProblem('Mutation.go', ':write'),
    toProblem('Subscription.on', ':read'),
  ]);
});

test('a scope that reads opens no mutation, and one that writes no query, not even as one of several', () => {
  const either = '@authenticated @requiresScopes(scopes: [["books:read"], ["books:write"]])';
  assert.deepEqual(lint(`type Query { book: Int ${either} } type Mutation { add: Int ${either} }`), [
    toProblem('Query.book', ':read'),
    toProblem('Mutation.add', ':write'),
  ]);
});

test('a scope that nobody can have is refused, on a field and on a type', () => {
  const sdl = `type Query { book: Book @authenticated @requiresScopes(scopes: [["books:red"]]) }
    type Book @requiresScopes(scopes: [["books:read"], ["all"]]) { title: String }`;
  assert.deepEqual(lint(sdl), [
    's: Book wants the scope all, which nobody can have.',
    's: Query.book wants the scope books:red, which nobody can have.',
  ]);
});

test('the schema of the house leaves API clients nothing without a scope', async () => {
  const documents = await Promise.all(
    subgraphs.map(async ({ name }) => ({ name, document: parse(await readSubgraphSdl(name)) })),
  );
  assert.deepEqual(lintScopes(documents, { apiClientRoles, apiScopes, peopleScopes }), []);
});
