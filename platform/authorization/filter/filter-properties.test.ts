import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  execute,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { coordinateOf, readPolicies } from '../policies.ts';
import { isSatisfied, rightsOf } from '../requirement.ts';
import { operationFromSeed } from '../testing/operation-from-seed.ts';
import { principalWith } from '../testing/principal-with.ts';
import { createOperationAuthorizer } from './authorizer.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @hasRole(roles: [String!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | SCALAR
  type Query { node: Node nodes: [Node!] strict: Node! user: User! hits: [Hit] text: String }
  interface Node { id: ID owner: User label: String @hasRole(roles: [A]) }
  type User implements Node { id: ID owner: User label: String email: String @hasRole(roles: [B]) nodes: [Node!]! }
  type Team implements Node @hasRole(roles: [C]) { id: ID owner: User label: String lead: User! }
  type Job implements Node { id: ID owner: User! label: String @hasRole(roles: [B, C]) hit: Hit! money: Money! }
  union Hit @hasRole(roles: [A, B, C]) = Team | Job
  scalar Money @hasRole(roles: [A])
`);
const policies = readPolicies(schema);
const authorizer = createOperationAuthorizer({ schema, policies });

const operations = fc.noShrink(fc.integer().map((seed) => operationFromSeed(seed, schema)));

const principals = fc
  .subarray(['A', 'B', 'C'])
  .map((roles) => ({ roles, principal: roles.length > 0 ? principalWith({ roles }) : undefined }));

const user = {
  __typename: 'User',
  id: 'u',
  label: 'l',
  email: 'e',
  owner: null as unknown,
  nodes: [] as unknown[],
};
const job = { __typename: 'Job', id: 'j', label: 'l', owner: user, money: 1, hit: null as unknown };
const team = { __typename: 'Team', id: 't', label: 'l', owner: user, lead: user };
job.hit = team;
user.owner = user;
user.nodes = [job, team, user];
const rootValue = { node: job, nodes: [job, team], strict: team, user, hits: [team, null, job], text: 'x' };

function run(document: DocumentNode) {
  const result = execute({ schema, document, rootValue, variableValues: { yes: true } });
  assert.ok(!(result instanceof Promise));
  assert.equal(result.errors, undefined);
  return result.data ?? null;
}

/** True if `part` is `full` with some of its values replaced by null: same keys, same order, same length. */
function isFullButForNulls(part: unknown, full: unknown): boolean {
  if (part === null) return true;
  if (typeof part !== 'object' || typeof full !== 'object' || full === null) return part === full;
  const keys = Object.keys(part);
  if (keys.join() !== Object.keys(full).join()) return false;
  return keys.every((key) => isFullButForNulls(Reflect.get(part, key), Reflect.get(full, key)));
}

test('no field whose rule fails is left, and what is left is valid', () => {
  fc.assert(
    fc.property(operations, principals, (operation, { principal }) => {
      const { document } = authorizer.authorize(operation, undefined, principal);
      if (!document) return;
      assert.deepEqual(validate(schema, document), []);
      const holds = rightsOf(principal);
      const types = new TypeInfo(schema);
      const check = (rule: Parameters<typeof isSatisfied>[0] | undefined) => isSatisfied(rule ?? [], holds);
      visit(
        document,
        visitWithTypeInfo(types, {
          [Kind.FIELD]() {
            const [parent, field] = [types.getParentType(), types.getFieldDef()];
            if (parent && isObjectType(parent)) assert.ok(check(policies.types.get(parent.name)));
            if (!parent || !field || field.name.startsWith('__')) return;
            const owners = isInterfaceType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
            for (const owner of owners) {
              assert.ok(check(policies.types.get(owner.name)));
              assert.ok(check(policies.fields.get(coordinateOf(owner.name, field.name))));
            }
            assert.ok(check(policies.types.get(getNamedType(field.type).name)));
          },
        }),
      );
    }),
  );
});

test('a caller with every right runs the identical operation', () => {
  fc.assert(
    fc.property(operations, (document) => {
      const all = principalWith({ roles: ['A', 'B', 'C'] });
      assert.equal(authorizer.authorize(document, undefined, all).document, document);
    }),
  );
});

test('what was filtered once is not filtered again', () => {
  fc.assert(
    fc.property(operations, principals, (operation, { principal }) => {
      const once = authorizer.authorize(operation, undefined, principal).document;
      if (once) assert.equal(authorizer.authorize(once, undefined, principal).document, once);
    }),
  );
});

test('a right more never cuts more', () => {
  fc.assert(
    fc.property(
      operations,
      principals,
      fc.constantFrom('A', 'B', 'C'),
      (document, { roles, principal }, role) => {
        const cuts = (who: typeof principal) => authorizer.authorize(document, undefined, who).document;
        if (cuts(principal)) assert.notEqual(cuts(principalWith({ roles: [...roles, role] })), null);
      },
    ),
  );
});

test('the completed answer is the full answer with some values turned to null', () => {
  fc.assert(
    fc.property(operations, principals, (asked, { principal }) => {
      const { document, complete } = authorizer.authorize(asked, undefined, principal);
      const completed = document ? complete(run(document), { yes: true }) : null;
      assert.ok(isFullButForNulls(completed, run(asked)));
    }),
  );
});
