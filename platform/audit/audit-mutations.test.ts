import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { buildSchema, GraphQLError, type GraphQLSchema, graphql } from 'graphql';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { decodeAuditEntry } from './audit-codec.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuditedMutations, auditMutations } from './audit-mutations.ts';
import { recordEffect, recordNoEffect } from './record-effect.ts';
import { writeAuditEntry } from './write-audit-entry.ts';

const sdl = `
  input Change { id: ID, bookId: ID }
  type Problem { code: String! }
  type Payload { userErrors: [Problem!]! }
  type Query { nothing: Int }
  type Mutation { lend(input: Change!): Payload }
`;
const mutations: AuditedMutations = {
  lend: { action: 'BOOK_LENT', level: 'INFO', object: 'Loan', names: { field: 'bookId', object: 'Book' } },
};
const bookId = '01890a5d-ac96-774b-bcce-b302099a8057';
const ada: Principal = {
  subject: 'ada',
  issuer: 'https://id.example',
  roles: new Set(),
  scopes: new Set(),
  username: 'ada@example.org',
  clientId: 'library',
  sessionId: undefined,
  expiresAt: 0,
};

let testDatabase: TestDatabase;
let database: Database;
before(async () => {
  testDatabase = await createTestDatabase('library');
  database = connectDatabase({ url: testDatabase.urlOf('library'), name: 'library' });
  await database.sql`
    create table audit_outbox (position bigint generated always as identity, event_id uuid not null unique, key text not null,
      value bytea not null, headers jsonb not null, occurred_at timestamptz not null)`;
  await database.sql`create table loans (id text)`;
});
beforeEach(() => database.sql`truncate audit_outbox, loans`);
after(async () => {
  await database?.close();
  await testDatabase?.close();
});

const write = (entry: AuditEntry) => writeAuditEntry(database.db, entry);

type Lend = () => Promise<{ userErrors: { code: string }[] }>;

function createSchema(lend: Lend, of: AuditedMutations = mutations): GraphQLSchema {
  const schema = buildSchema(sdl);
  const field = schema.getMutationType()?.getFields()['lend'];
  assert.ok(field);
  field.resolve = lend;
  return auditMutations(schema, { source: 'library', mutations: of, write });
}

async function call(lend: Lend, input: object = { bookId }) {
  const { data, errors = [] } = await graphql({
    schema: createSchema(lend),
    source: 'mutation ($input: Change!) { lend(input: $input) { userErrors { code } } }',
    variableValues: { input },
    contextValue: { principal: ada, origin: { address: '192.0.2.7', requestId: 'r-1' } },
  });
  return { data, errors, entries: await readEntries() };
}

async function readEntries(): Promise<AuditEntry[]> {
  const rows = await database.sql<{ value: Uint8Array }[]>`select value from audit_outbox order by position`;
  return rows.map((row) => {
    const decoded = decodeAuditEntry(row);
    assert.ok(decoded.kind === 'entry');
    return decoded.entry;
  });
}

const done = { userErrors: [] };

test('an effect is one entry with caller, origin and object, in its transaction', async () => {
  const { entries } = await call(() =>
    database.db.transaction(async (tx) => {
      await recordEffect(tx, { id: 'loan-1' });
      return done;
    }),
  );
  const [{ id: _id, at: _at, ...entry } = assert.fail('no entry')] = entries;
  assert.equal(entries.length, 1);
  assert.deepEqual(entry, {
    actor: { id: 'ada', kind: 'PERSON' },
    clientId: 'library',
    address: '192.0.2.7',
    requestId: 'r-1',
    source: 'library',
    action: 'BOOK_LENT',
    level: 'INFO',
    object: { type: 'Loan', id: 'loan-1' },
    outcome: 'DONE',
    code: null,
    count: 1,
  });
});

test('by statements of the client itself as well', async () => {
  const { entries } = await call(() =>
    database.sql.begin(async (tx) => {
      await recordEffect(tx, { id: 'loan-1', action: 'BOOK_RESERVED', level: 'NOTICE' });
      return done;
    }),
  );
  assert.deepEqual(
    entries.map(({ action, level }) => [action, level]),
    [['BOOK_RESERVED', 'NOTICE']],
  );
});

test('an effect that is taken back leaves no entry, and a fault none', async () => {
  const { errors, entries } = await call(() =>
    database.db.transaction(async (tx) => {
      await recordEffect(tx, { id: 'loan-1' });
      throw new Error('broken');
    }),
  );
  assert.equal(errors.length, 1);
  assert.deepEqual(entries, []);
});

test('a refusal names its code and the object of the input, also after an effect that was taken back', async () => {
  const { entries } = await call(async () => {
    await database.db
      .transaction(async (tx) => {
        await recordEffect(tx, { id: 'loan-1' });
        tx.rollback();
      })
      .catch(() => {});
    return { userErrors: [{ code: 'TAKEN' }, { code: 'INVALID' }] };
  });
  assert.deepEqual(
    entries.map(({ outcome, code, level, object }) => ({ outcome, code, level, object })),
    [{ outcome: 'REFUSED', code: 'TAKEN', level: 'NOTICE', object: { type: 'Book', id: bookId } }],
  );
});

test('a refusal by a rule of rights is an entry, and text in the place of an id is not told', async () => {
  const refuse = async () => {
    throw new GraphQLError('No.', { extensions: { code: 'FORBIDDEN' } });
  };
  const { entries } = await call(refuse, { bookId: 'ada@example.org' });
  assert.deepEqual(
    entries.map(({ code, object }) => ({ code, object })),
    [{ code: 'FORBIDDEN', object: null }],
  );
});

test('a success without an effect says so, and one that says nothing is a fault', async () => {
  const repeated = await call(async () => {
    recordNoEffect();
    return done;
  });
  assert.deepEqual([repeated.errors, repeated.entries], [[], []]);
  const silent = await call(async () => done);
  assert.match(silent.errors[0]?.message ?? '', /lend has not said what it changed/);
});

test('mutations without entries and entries without mutations are named', () => {
  assert.throws(
    () => createSchema(async () => done, { give: { action: 'GIVEN', level: 'INFO', object: 'Book' } }),
    /lend has no entry in the audit; give has an entry in the audit but is not a mutation/,
  );
});
