import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, GraphQLError, type GraphQLFieldResolver } from 'graphql';
import { argumentBounds, boundArguments } from './bound-arguments.ts';
import { parsePage } from './page.ts';

const schema = buildSchema(`
  input Filter { ids: [ID!] search: String name: String }
  type Query { things(filter: Filter, after: String, names: [String!]): String trial(name: String): Trial!
    list(first: Int, name: String): String careless(first: Int, name: String): String broken(first: Int, name: String): String }
  type Trial { userErrors: [String!]! }
  type Mutation { change(name: String): String }
`);
const accept: GraphQLFieldResolver<unknown, unknown> = () => 'accepted';
for (const type of [schema.getQueryType(), schema.getMutationType()])
  for (const field of Object.values(type?.getFields() ?? {})) field.resolve = accept;
const readers: Readonly<Record<string, GraphQLFieldResolver<unknown, unknown>>> = {
  list: (_source, args) => parsePage(args, 'name'),
  broken: async () => {
    throw new TypeError('a fault of its own');
  },
};
for (const [name, resolve] of Object.entries(readers)) {
  const field = schema.getQueryType()?.getFields()[name];
  if (field) field.resolve = resolve;
}
boundArguments(schema);

function ask(field: 'things' | 'trial' | 'change', args: object): unknown {
  const type = field === 'change' ? schema.getMutationType() : schema.getQueryType();
  const resolve = type?.getFields()[field]?.resolve;
  return resolve?.(undefined, args, undefined, {} as Parameters<typeof accept>[3]);
}

const { textLength, searchLength, cursorLength, items } = argumentBounds;

test('arguments at their bounds pass, characters counted as people see code points', () => {
  const filter = {
    ids: Array.from({ length: items }, () => 'a'),
    search: '😀'.repeat(searchLength),
    name: 'a'.repeat(textLength),
  };
  assert.equal(ask('things', { filter, after: 'a'.repeat(cursorLength), names: null }), 'accepted');
});

test('every argument beyond its bound is named, wherever it is', () => {
  const filter = {
    ids: Array.from({ length: items + 1 }, () => 'a'),
    search: 'a'.repeat(searchLength + 1),
    name: 'a'.repeat(textLength + 1),
  };
  const args = { filter, after: 'a'.repeat(cursorLength + 1), names: ['a', 'a'.repeat(textLength + 1)] };
  assert.throws(
    () => ask('things', args),
    (error) => {
      assert.ok(error instanceof GraphQLError);
      assert.equal(error.extensions['code'], 'BAD_USER_INPUT');
      assert.deepEqual(error.message.match(/`[^`]+` must have at most \d+/g), [
        `\`filter.ids\` must have at most ${items}`,
        `\`filter.search\` must have at most ${searchLength}`,
        `\`filter.name\` must have at most ${textLength}`,
        `\`after\` must have at most ${cursorLength}`,
        `\`names.1\` must have at most ${textLength}`,
      ]);
      return true;
    },
  );
});

test('a list names arguments that are too long with all its other problems, and is refused if it does not', async () => {
  const tooLong = { first: 0, name: 'a'.repeat(textLength + 1) };
  const resolve = (name: string) => schema.getQueryType()?.getFields()[name]?.resolve;
  const call = async (name: string) =>
    resolve(name)?.(undefined, tooLong, undefined, {} as Parameters<typeof accept>[3]);
  await assert.rejects(call('list'), {
    message: /^`name` must have at most 500 characters, not 501\. `first` must be from 1 to 100, not 0\.$/,
    extensions: { code: 'BAD_USER_INPUT' },
  });
  for (const name of ['careless', 'broken'])
    await assert.rejects(call(name), {
      message: '`name` must have at most 500 characters, not 501.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
});

test('inputs of mutations, and of queries that tell userErrors, are left to the use case', () => {
  assert.equal(ask('trial', { name: 'a'.repeat(textLength + 1) }), 'accepted');
  assert.equal(ask('change', { name: 'a'.repeat(textLength + 1) }), 'accepted');
});
