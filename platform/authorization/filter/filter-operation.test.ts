import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSchema, parse, print, validate } from 'graphql';
import { readPolicies } from '../policies.ts';
import { isSatisfied, rightsOf } from '../requirement.ts';
import { principalWith } from '../testing/principal-with.ts';
import { filterOperation } from './filter-operation.ts';
import { createSchemaRules } from './schema-rules.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @hasRole(roles: [String!]!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT

  type Query {
    me: Person
    greeting(name: String): String
    book(id: ID): Book
    books(first: Int): [Book!]!
    secret: Secret
    media: [Media!]
    open: Open
    hits: [Hit]
    closedHits: ClosedHit
    shelf: Shelf
  }
  type Mutation { rename(name: String!): Person erase: Boolean @hasRole(roles: [ADMIN]) }

  type Person @authenticated { name: String email: String @hasRole(roles: [ADMIN, CLERK]) }
  type Book implements Media {
    id: ID
    title: String
    price: Int @requiresScopes(scopes: [["read", "price"], ["all"]])
    author: Person
    reviews(stars: Int): [Review]
  }
  type Film implements Media @hasRole(roles: [ADMIN]) { id: ID title: String }
  interface Media { id: ID title: String }
  type Review { text: String @hasRole(roles: [ADMIN]) stars: Int }
  scalar Secret @authenticated

  interface Open { id: ID note: String detail: Media }
  type OpenA implements Open { id: ID note: String detail: Book }
  type OpenB implements Open { id: ID note: String @authenticated detail: Film }

  union Hit = Book | Film
  union ClosedHit @authenticated = Book | Film
  type Shelf { name: String @authenticated }
`);
const policies = readPolicies(schema);
const rules = createSchemaRules(schema, policies);

type Rights = Parameters<typeof principalWith>[0];

function filter(source: string, rights?: Rights, operationName?: string) {
  const document = parse(source);
  assert.deepEqual(validate(schema, document), []);
  const holds = rightsOf(rights && principalWith(rights));
  const filtered = filterOperation({
    schema,
    rules,
    document,
    operationName,
    isAllowed: (requirement) => isSatisfied(requirement, holds),
  });
  if (filtered.document) assert.deepEqual(validate(schema, filtered.document), []);
  return {
    same: filtered.document === document,
    text: filtered.document && print(filtered.document).replace(/\s+/g, ' '),
    paths: filtered.unauthorizedPaths.map((path) => path.join('/')),
  };
}

describe('fields', () => {
  test('whoever may read everything runs the very same document', () => {
    const result = filter('{ me { name email } book { price } secret media { title } }', {
      roles: ['ADMIN'],
      scopes: ['all'],
    });
    assert.equal(result.same, true);
    assert.deepEqual(result.paths, []);
  });

  test('a field goes when its own rule fails', () => {
    const { text, paths } = filter('{ me { name email } }', {});
    assert.equal(text, '{ me { name } }');
    assert.deepEqual(paths, ['me/email']);
  });

  test('any one of the listed roles is enough', () => {
    assert.equal(filter('{ me { email } }', { roles: ['CLERK'] }).same, true);
    assert.equal(filter('{ me { email } }', { roles: ['OTHER'] }).text, null);
  });

  test('scopes are an OR of ANDs', () => {
    const price = (scopes: string[]) => filter('{ book { title price } }', { scopes }).paths;
    assert.deepEqual(price(['read']), ['book/price']);
    assert.deepEqual(price(['price']), ['book/price']);
    assert.deepEqual(price(['read', 'price']), []);
    assert.deepEqual(price(['all']), []);
  });

  test('a field goes when the rule of its object type fails, with all below it under one path', () => {
    const { text, paths } = filter('{ greeting me { name email } }');
    assert.equal(text, '{ greeting }');
    assert.deepEqual(paths, ['me']);
  });

  test('a field goes when the rule of its scalar type fails', () => {
    assert.deepEqual(filter('{ greeting secret }').paths, ['secret']);
  });

  test('a parent left without selections goes too, and is not reported itself', () => {
    const { text, paths } = filter('{ greeting shelf { name } }');
    assert.equal(text, '{ greeting }');
    assert.deepEqual(paths, ['shelf/name']);
  });

  test('nothing left means no document', () => {
    const { text, paths } = filter('{ me { name } secret }');
    assert.equal(text, null);
    assert.deepEqual(paths, ['me', 'secret']);
  });

  test('a mutation that is cut is not run', () => {
    const { text, paths } = filter('mutation { erase rename(name: "x") { name } }', {});
    assert.equal(text, 'mutation { rename(name: "x") { name } }');
    assert.deepEqual(paths, ['erase']);
  });

  test('__typename and introspection stay', () => {
    const source =
      '{ __typename __schema { types { name fields { name } } } __type(name: "Film") { name } me { name } }';
    const { text, paths } = filter(source);
    assert.match(text ?? '', /^\{ __typename __schema .* __type\(name: "Film"\) \{ name \} \}$/);
    assert.deepEqual(paths, ['me']);
  });
});

describe('paths', () => {
  test('lists add @, the list that was cut too', () => {
    assert.deepEqual(filter('{ books { title author { name } } }').paths, ['books/@/author']);
    assert.deepEqual(filter('{ books { reviews { text stars } } }').paths, ['books/@/reviews/@/text']);
    assert.deepEqual(filter('{ greeting media { id } }').paths, ['media/@']);
  });

  test('aliases name the place in the answer', () => {
    const { text, paths } = filter(
      '{ hi: greeting moi: me { name } b: book { a: author { name } t: title } }',
    );
    assert.equal(text, '{ hi: greeting b: book { t: title } }');
    assert.deepEqual(paths, ['moi', 'b/a']);
  });

  test('one place is reported once, however often it is selected', () => {
    const { paths } = filter(
      '{ greeting me { name } ...F ... { me { email } } } fragment F on Query { me { name } }',
    );
    assert.deepEqual(paths, ['me']);
  });
});

describe('variables and fragments without use', () => {
  test('go with the fields that used them', () => {
    const source =
      'query Q($first: Int, $name: String, $stars: Int, $yes: Boolean!) { greeting(name: $name) books(first: $first) { title author @include(if: $yes) { name } reviews(stars: $stars) { text } } }';
    const { text } = filter(source);
    assert.equal(
      text,
      'query Q($first: Int, $name: String) { greeting(name: $name) books(first: $first) { title } }',
    );
  });

  test('stay while a fragment still uses them', () => {
    const source =
      'query ($stars: Int, $id: ID) { book(id: $id) { ...A } me { name } } fragment A on Book { ...B author { ...C } } fragment B on Book { reviews(stars: $stars) { stars } } fragment C on Person { name }';
    const { text } = filter(source);
    assert.equal(
      text,
      'query ($stars: Int, $id: ID) { book(id: $id) { ...A } } fragment A on Book { ...B } fragment B on Book { reviews(stars: $stars) { stars } }',
    );
  });

  test('only the operation that runs is filtered', () => {
    const { text } = filter('query A { me { name } } query B { greeting me { name } }', undefined, 'B');
    assert.equal(text, 'query B { greeting }');
  });
});

describe('fragments', () => {
  test('a field cut inside a named fragment is reported where the fragment is spread', () => {
    const { text, paths } = filter(
      '{ a: book { ...F } books { ...F } } fragment F on Book { title author { name } }',
    );
    assert.equal(text, '{ a: book { ...F } books { ...F } } fragment F on Book { title }');
    assert.deepEqual(paths, ['a/author', 'books/@/author']);
  });

  test('a field cut inside an inline fragment is reported at its place in the answer', () => {
    const { text, paths } = filter('{ hits { ... on Book { title author { name } } } }');
    assert.equal(text, '{ hits { ... on Book { title } typename_: __typename } }');
    assert.deepEqual(paths, ['hits/@/author']);
  });

  test('a fragment that loses all its fields goes', () => {
    const { text } = filter('{ greeting ...F } fragment F on Query { me { name } }');
    assert.equal(text, '{ greeting }');
  });

  test('very many ways to one cut field stay few enough to report', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} greeting }`,
    );
    const { paths } = filter(`{ ...F0 } ${levels.join(' ')} fragment F30 on Query { me { name } }`);
    assert.deepEqual(paths, ['me']);
  });
});

describe('interfaces', () => {
  test('a field of an interface goes when the same field of any implementor fails', () => {
    const { text, paths } = filter('{ open { id note } }');
    assert.equal(text, '{ open { id typename_: __typename } }');
    assert.deepEqual(paths, ['open/note']);
    assert.equal(filter('{ open { id note } }', {}).same, true);
  });

  test('it goes as well when the type that an implementor returns for it fails', () => {
    assert.deepEqual(filter('{ open { id detail { __typename } } }', {}).paths, ['open/detail']);
  });

  test('the field of an implementor that passes stays in a fragment', () => {
    const { text, paths } = filter('{ open { ... on OpenA { note } ... on OpenB { id note } } }');
    assert.equal(text, '{ open { ... on OpenA { note } ... on OpenB { id } typename_: __typename } }');
    assert.deepEqual(paths, ['open/note']);
  });

  test('a field that returns an interface goes when any implementor fails', () => {
    const { text, paths } = filter('{ greeting media { id } }', {});
    assert.equal(text, '{ greeting }');
    assert.deepEqual(paths, ['media/@']);
    assert.deepEqual(filter('{ media { id ... on Book { title } } }', {}).paths, ['media/@']);
    assert.equal(filter('{ media { id } }', { roles: ['ADMIN'] }).same, true);
  });

  test('with only __typename and fragments under it, only the failing fragments go', () => {
    const { text, paths } = filter(
      '{ media { __typename ... on Book { title } ... on Film { title } ...F } } fragment F on Film { id }',
      {},
    );
    assert.equal(text, '{ media { __typename ... on Book { title } typename_: __typename } }');
    assert.deepEqual(paths, ['media/@/... on Film']);
  });

  test('a fragment on the interface itself is not a way around a rule', () => {
    for (const source of [
      '{ greeting media { ... on Media { title } } }',
      '{ greeting media { ... { title } } }',
      '{ greeting media { ...F } } fragment F on Media { title }',
      '{ greeting hits { ... on Media { title } } }',
    ]) {
      const { text, paths } = filter(source, {});
      assert.equal(text, '{ greeting }', source);
      assert.match(paths.join(), /^(media|hits)\/@\/\.\.\. on Media$/);
    }
  });
});

describe('unions', () => {
  test('only the fragments on failing members go', () => {
    const { text, paths } = filter('{ hits { __typename ... on Book { title } ... on Film { title } } }', {});
    assert.equal(text, '{ hits { __typename ... on Book { title } typename_: __typename } }');
    assert.deepEqual(paths, ['hits/@/... on Film']);
  });

  test('a rule on the union holds for fields that return it', () => {
    assert.deepEqual(filter('{ greeting closedHits { __typename } }').paths, ['closedHits']);
  });
});

test('the name that carries runtime types avoids those the client uses', () => {
  const { text } = filter('{ typename_: hits { ... on Book { typename__: title author { name } } } }');
  assert.equal(text, '{ typename_: hits { ... on Book { typename__: title } typename___: __typename } }');
});

test('a rule on the root type cuts all but introspection, and says so once', () => {
  const closed = buildSchema(/* GraphQL */ `
    directive @authenticated on OBJECT
    type Query @authenticated { a: String b: String }
  `);
  const document = parse(
    '{ a ...F ... on Query { b } } fragment F on Query { __schema { queryType { name } } a }',
  );
  const result = filterOperation({
    schema: closed,
    rules: createSchemaRules(closed, readPolicies(closed)),
    document,
    operationName: undefined,
    isAllowed: (requirement) => requirement.length === 0,
  });
  assert.deepEqual(result.unauthorizedPaths, [[]]);
  assert.equal(
    result.document && print(result.document).replace(/\s+/g, ' '),
    '{ ...F } fragment F on Query { __schema { queryType { name } } }',
  );
});
