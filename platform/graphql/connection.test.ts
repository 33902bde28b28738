import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { sql } from '#platform/database/drizzle.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { type KeysetRow, toConnection, toKeysetQuery } from './connection.ts';
import { type PageArguments, parsePage } from './page.ts';

let database: TestDatabase;
let connected: Database;

before(async () => {
  database = await createTestDatabase('list');
  connected = connectDatabase({ url: database.urlOf('list'), name: 'test', readsArrays: true });
  await connected.sql`create table items (id uuid primary key default gen_random_uuid(), name text not null)`;
});

after(async () => {
  await connected.close();
  await database.close();
});

async function readPage(args: PageArguments, direction: 'ASC' | 'DESC') {
  const page = parsePage(args, `name ${direction}`);
  const query = toKeysetQuery(page, { expression: sql`name`, type: 'text', direction, id: sql`id` });
  const rows = await connected.db.execute<KeysetRow>(sql`
    select id, ${query.cursorValue} as value from items
    ${query.where === undefined ? sql`` : sql`where ${query.where}`}
    order by ${query.orderBy} limit ${query.limit}`);
  return toConnection(
    page,
    [...rows],
    (row) => row.id,
    async () => 0,
  );
}

/** Reads a whole list page by page, from its start or from its end. */
async function walk(size: number, direction: 'ASC' | 'DESC', isBackward: boolean): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const args: PageArguments = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
    const { edges, pageInfo } = await readPage(args, direction);
    const ids = edges.map(({ node }) => node);
    if (isBackward) found.unshift(...ids);
    else found.push(...ids);
    cursor = isBackward ? pageInfo.startCursor : pageInfo.endCursor;
    if (!(isBackward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return found;
  }
}

test('walking pages in either direction gives each item once, in order, whatever the size', async () => {
  // Few names, so that ties are common.
  const names = fc.array(fc.constantFrom('a', 'b', 'é', '', 'Z'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom('ASC', 'DESC'),
      async (given, size, direction) => {
        await connected.sql`truncate items`;
        await connected.sql`insert into items (name) select * from unnest(${given}::text[])`;
        const order = connected.sql.unsafe(direction);
        const expected = await connected.sql<
          { id: string }[]
        >`select id from items order by name ${order}, id ${order}`;
        const ids = expected.map(({ id }) => id);
        assert.deepEqual(await walk(size, direction, false), ids);
        assert.deepEqual(await walk(size, direction, true), ids);
      },
    ),
    { numRuns: 25 },
  );
});

test('a page between two cursors holds what lies between them', async () => {
  await connected.sql`truncate items`;
  await connected.sql`insert into items (name) values ('a'), ('b'), ('c'), ('d')`;
  const all = await readPage({}, 'ASC');
  const [first, , , last] = all.edges;
  const between = await readPage({ after: first?.cursor, before: last?.cursor }, 'ASC');
  assert.deepEqual(between.edges, all.edges.slice(1, 3));
  assert.equal(between.pageInfo.hasPreviousPage, true);
});
