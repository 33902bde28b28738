import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  execute,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
  print,
  visit,
} from 'graphql';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { publishSystemSubgraphs } from '../../deploy/system/publish-subgraphs.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';
import { createUsageReport, sendUsageReport } from './report-usage.ts';
import type { RoverRun } from './run-rover.ts';

const ref = 'facturation@current';
const operations = 2_000;
/** Many times what it takes, as other work may go on. */
const limitMs = 30_000;

let registry: RegistryProcess;

before(async () => {
  registry = await startRegistryProcess();
  await publishSystemSubgraphs({ url: registry.address, key: registry.key }, AbortSignal.timeout(200_000));
  const fetched = await registry.rover(['graph', 'fetch', ref]);
  const schema = buildSchema(fetched.stdout);
  const sent = createOperations(schema, operations);
  for (let first = 0; first < sent.length; first += 500) {
    const report = createUsageReport(ref, schema, sent.slice(first, first + 500));
    assert.equal((await sendUsageReport(registry, report)).status, 204);
  }
});
after(() => registry.close());

/** Different operations: each reads other fields of what the root fields return. */
function createOperations(schema: GraphQLSchema, count: number) {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    ({ args, type }) => !args.some(isRequiredArgument) && isObjectType(getNamedType(type)),
  );
  return Array.from({ length: count }, (_, index) => {
    const root = roots[index % roots.length];
    assert.ok(root);
    const selection = select(schema, getNamedType(root.type).name, index + 1, 4);
    return { client: `client${index % 7}`, query: `query Q${index} { ${root.name} ${selection} }`, count: 3 };
  });
}

function select(schema: GraphQLSchema, typeName: string, seed: number, depth: number): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const chosen = fields.filter((_, index) => (seed >> (index % 11)) % 2 === 1);
  const written = chosen.flatMap(({ name, type: returned }) => {
    const named = getNamedType(returned);
    if (isLeafType(named)) return [name];
    return depth > 0 && isObjectType(named)
      ? [`${name} ${select(schema, named.name, seed >> 1, depth - 1)}`]
      : [];
  });
  return `{ ${['__typename', ...written].join(' ')} }`;
}

async function check(subgraph: string, sdl: string): Promise<RoverRun> {
  const run = await registry.rover(['subgraph', 'check', ref, '--name', subgraph, '--schema', '-'], {
    input: sdl,
  });
  console.log(
    `subgraph check of ${subgraph} against ${operations} operations: exit ${run.code}, ${Math.round(run.tookMs)} ms`,
  );
  assert.ok(run.tookMs < limitMs, `${run.tookMs} ms`);
  return run;
}

test('the subgraphs of the system pass as they are', async () => {
  const run = await check('customer', await readSubgraphSdl('customer'));
  assert.equal(run.code, 0, run.stdout + run.stderr);
});

test('what introspection shows of a subgraph passes, too, with the definitions that federation adds', async () => {
  const schema = buildSubgraphSchema([{ typeDefs: parse(await readSubgraphSdl('product')) }]);
  const { data } = await execute({ schema, document: parse('{ _service { sdl } }') });
  const service = data?.['_service'];
  assert.ok(typeof service === 'object' && service !== null && 'sdl' in service);
  const run = await check('product', String(service.sdl));
  assert.equal(run.code, 0, run.stdout + run.stderr);
  assert.doesNotMatch(run.stdout + run.stderr, /_entities|link__|has no description/);
});

test('a field that is removed from the system is checked against all operations and names clients', async () => {
  const removed = visit(parse(await readSubgraphSdl('customer')), {
    FieldDefinition: ({ name }, _key, _parent, _path, ancestors) => {
      const owner = ancestors.at(-1);
      const isCustomer = owner !== undefined && 'name' in owner && owner.name?.value === 'Customer';
      return isCustomer && name.value === 'status' ? null : undefined;
    },
  });
  const { code, stdout, stderr } = await check('customer', print(removed));
  const text = `${stdout} ${stderr}`.replaceAll(/[│┆\s]+/g, ' ');
  assert.equal(code, 1, text);
  assert.match(text, /Compared 1 schema changes against 2000 operations/);
  assert.match(text, /Field 'status' was removed from object type 'Customer'. It fails Q\d+ of client\d/);
});
