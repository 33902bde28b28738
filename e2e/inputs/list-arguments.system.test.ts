import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Kind, parse, print } from 'graphql';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';
import { callers, coordinateOf, findPaths, type Path } from '../role-matrix/access.ts';
import { createFixture } from '../role-matrix/fixture.ts';
import type { GraphField } from '../role-matrix/graph.ts';
import { toOperation } from '../role-matrix/operation.ts';
import type { Fixture } from '../role-matrix/samples.ts';
import { readTargets } from '../role-matrix/table.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';

let system: SharedSystem;
let admin: GraphqlClient;
let fixture: Fixture;

before(
  async () => {
    system = await openSharedSystem();
    const token = await system.tokenOf('admin');
    fixture = await createFixture(system.gatewayUrl, token);
    admin = createGraphqlClient(system.gatewayUrl, token);
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

/** Values that are too long, or that are not of their scalar's form, by the type of an argument. */
const wrongValues: Readonly<Record<string, unknown>> = {
  String: 'x'.repeat(4_001),
  ID: 'x'.repeat(501),
  '[ID!]': Array.from({ length: 101 }, () => 'x'),
  '[String!]': Array.from({ length: 101 }, () => 'x'),
  Date: 'soon',
  DateTime: 'soon',
  Decimal: 'a lot',
  Currency: 'euro',
};

/** The members of each input type with their types. */
const inputs = new Map<string, ReadonlyMap<string, string>>();
for (const { name } of subgraphs) {
  for (const definition of parse(await readSubgraphSdl(name)).definitions) {
    if (definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    const members = (definition.fields ?? []).map((one) => [one.name.value, print(one.type)] as const);
    inputs.set(definition.name.value, new Map(members));
  }
}

/** A list's wrong arguments, and the names that its refusal must have. */
function toWrongArguments({ arguments: given }: GraphField) {
  const values: Record<string, unknown> = {};
  const names: string[] = [];
  const add = (target: Record<string, unknown>, name: string, type: string, path: string) => {
    const wrong = name === 'first' ? 0 : wrongValues[type];
    if (wrong === undefined) return;
    target[name] = wrong;
    names.push(`\`${path}\``);
  };
  for (const { name, type } of given) {
    add(values, name, type.replace(/^Int!$/, 'Int'), name);
    const members = inputs.get(type);
    if (members === undefined) continue;
    const filter: Record<string, unknown> = {};
    for (const [member, memberType] of members) add(filter, member, memberType, `${name}.${member}`);
    if (Object.keys(filter).length > 0) values[name] = filter;
  }
  return { values, names };
}

/** A way that ends in a list with these arguments. */
function withArguments(path: Path, values: Readonly<Record<string, unknown>>): Path {
  return path.map((field, index) =>
    index < path.length - 1
      ? field
      : {
          ...field,
          arguments: field.arguments.map((one) => ({
            ...one,
            isRequired: one.isRequired || one.name in values,
            sample: values[one.name] ?? one.sample,
          })),
        },
  );
}

test('every list names all problems of its arguments at once', async () => {
  const { gateway } = await readTargets();
  const everything = callers.at(-1);
  assert.ok(everything);
  const paths = [...findPaths(gateway.graph, everything).values()].filter((path) => {
    const isList = path.at(-1)?.arguments.some(({ name }) => name === 'first');
    return isList && path[0]?.type === 'Query';
  });
  const wrong: string[] = [];
  const unreached: string[] = [];
  for (const path of paths) {
    const list = path.at(-1);
    assert.ok(list);
    const { values, names } = toWrongArguments(list);
    const { query, variables } = toOperation(withArguments(path, values), fixture);
    const { errors } = await admin(query, variables);
    const [error] = errors;
    if (error === undefined) {
      unreached.push(coordinateOf(list));
      continue;
    }
    const untold = names.filter((name) => !error.message.includes(name));
    if (errors.length > 1 || error.extensions?.['code'] !== 'BAD_USER_INPUT' || untold.length > 0)
      wrong.push(`${coordinateOf(list)} does not tell ${untold.join(', ')}: ${error.message.slice(0, 300)}`);
  }
  assert.deepEqual(wrong, []);
  // Only the lists of things of which there is none: a job and a check.
  assert.deepEqual(unreached.sort(), [
    'AuthorizationTask.ruleChanges',
    'ImportJob.rejects',
    'JudgedChange.operations',
    'LintTask.diagnostics',
    'OperationsTask.changes',
  ]);
  assert.ok(paths.length >= 15, `${paths.length} lists`);
});
