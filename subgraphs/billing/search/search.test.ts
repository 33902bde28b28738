import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { listInvoices } from '../store/list-invoices.ts';
import { importChunk, importedInvoice, importedWithLines } from '../testing/test-import.ts';
import { narrowSearch } from './narrow-search.ts';
import { chooseRareParts } from './rare-parts.ts';
import { toParts } from './search-extent.ts';
import { startSearchFiller } from './search-filler.ts';
import { SearchSamples } from './search-samples.ts';

const migrations = new URL('../migrations/', import.meta.url);
const today = '2026-03-01';
const log = createLog({ name: 'test', level: 'silent' });

let owned: TestDatabase;
let database: Database;
let sql: Sql;

before(async () => {
  owned = await createTestDatabase({ name: 'billing', makesTemporaryTables: true });
  await migrateDatabase({
    url: owned.urlOf('billing'),
    schema: 'billing',
    folder: fileURLToPath(migrations),
  });
  database = connectDatabase({ url: owned.urlOf('billing'), name: 'test', readsArrays: true });
  sql = database.sql;
});
after(async () => {
  await database.close();
  await owned.close();
});

interface DraftTexts {
  readonly name: string;
  readonly reference?: string;
  readonly note?: string;
  readonly line?: string;
}

async function insertDraft({ line, ...texts }: DraftTexts): Promise<string> {
  const id = uuid();
  await sql.begin(async (tx) => {
    await tx`insert into billing.invoices (id, status, customer_id, customer_name, external_reference, note, currency,
    line_count, net_minor, tax_minor, total_minor, version, created_at, updated_at)
    values (${id}, 'DRAFT', ${uuid()}, ${texts.name}, ${texts.reference ?? null}, ${texts.note ?? null}, 'EUR',
      0, 0, 0, 0, 1, now(), now())`;
    if (line !== undefined)
      await tx`insert into billing.invoice_lines (id, invoice_id, position, description, quantity_e4, unit,
          unit_price_micro, tax_rate_milli, net_minor, tax_minor)
        values (${uuid()}, ${id}, 1, ${line}, 10000, 'piece', 0, 0, 0, 0)`;
  });
  return id;
}

const importNamed = (names: readonly string[], job = uuid()) =>
  importChunk(sql, {
    job,
    invoices: names.map((name) => importedInvoice({ customer_name: name })),
  });

/** Imports invoices with a line each, which has such a description and stock keeping unit. */
const importLines = (texts: readonly (readonly [string, string])[]) => {
  const documents = texts.map(([description, sku]) => {
    const { invoice, lines } = importedWithLines([10_000]);
    return { invoice, lines: lines.map((line) => ({ ...line, description, sku })) };
  });
  return importChunk(sql, {
    invoices: documents.map(({ invoice }) => invoice),
    lines: documents.flatMap(({ lines }) => lines),
  });
};

async function fillAll(most = 2_000): Promise<void> {
  for (let filled: number | null = 0; filled !== null; ) {
    const [row] = await sql<
      { filled: number | null }[]
    >`select billing.fill_invoice_search(${most}) as filled`;
    filled = row?.filled ?? null;
  }
}

/** The ids that the index names for a text; null if the ledger is read. */
async function findByText(text: string): Promise<string[] | null> {
  const [row] = await sql<{ ids: string[] | null }[]>`
    select billing.find_by_text(${`%${text}%`}, 5000, 50000) as ids`;
  return row?.ids ?? null;
}

async function search(text: string, samples?: SearchSamples): Promise<string[]> {
  const page = await listInvoices(database.db, { first: 100, filter: { search: text } }, today, samples);
  return page.edges.map(({ node }) => node.id);
}

/** The invoices that the list finds without the index, in its order. */
async function readLedger(text: string): Promise<string[]> {
  const plain = text.replace(/[\\%_]/g, '\\$&');
  const isAnywhere = /[\p{L}\p{N}]{3}|[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/v.test(text);
  if (!isAnywhere && !/[\p{L}\p{N}]/v.test(text)) return [];
  const patterns = isAnywhere ? [`%${plain}%`] : [`${plain}%`, `% ${plain}%`, `%\n${plain}%`];
  const rows = await sql<{ id: string }[]>`
    select id from billing.invoices
    where number ilike any (${patterns}) or customer_name ilike any (${patterns})
      or external_reference ilike any (${patterns}) or note ilike any (${patterns}) or ${isAnywhere} and id in (
        select invoice_id from billing.invoice_lines where description ilike any (${patterns}) or sku ilike any (${patterns}))
    order by id desc limit 100`;
  return rows.map(({ id }) => id);
}

const countTexts = async (id: string) =>
  (await sql`select from billing.invoice_search where invoice_id = ${id}`).length;

/** The numbers of searches while invoices wait for the index, and once all are in it. */
const searches = pickSize({ quick: { waiting: 100, filled: 40 }, long: { waiting: 300, filled: 100 } });

test('a search finds the same invoices in the same order with a filled, a partly filled and no index', async () => {
  const signs = [...'abcABC019éÉßẞİıΣσςОо日本%_\\-/. \'"'];
  const word = fc
    .array(fc.constantFrom(...signs), { minLength: 1, maxLength: 12 })
    .map((all) => all.join(''));
  const texts = fc.sample(word, { numRuns: 240, seed: 42 });
  for (let index = 0; index < 80; index += 1) {
    const [name = '', note = ''] = [texts[index], texts[240 - 1 - index]];
    const line = `${name} ${texts[160 + index]}`;
    await insertDraft({ name, note: `${note}\n${name}`, reference: `${texts[80 + index]} ${index}`, line });
  }
  const pairs = texts.map((text, index) => [text, texts[(index * 7) % 240] ?? ''] as const);
  await importNamed(texts.slice(0, 120));
  await importLines(pairs.slice(0, 40));
  await fillAll();
  // The statistics have a sample of texts, by which the parts of a search are chosen.
  await sql`analyze billing.invoice_search`;
  await importNamed(texts.slice(60, 180));
  await importLines(pairs.slice(100, 140));
  await sql`select billing.fill_invoice_search(50)`;
  await importNamed(texts.slice(120, 240));
  // The last ones are different, as otherwise a text would be frequent among the newest invoices.
  for (let index = 0; index < 5; index += 1) await importNamed(Array.from({ length: 100 }, () => 'Zzz'));

  let narrowed = 0;
  const part = fc
    .tuple(fc.constantFrom(...texts), fc.nat(8), fc.integer({ min: 1, max: 8 }), fc.nat(2))
    .map(([text, from, length, letters]) => {
      const cut = text.slice(from, from + length);
      return [cut, cut.toUpperCase(), cut.toLowerCase()][letters] ?? cut;
    })
    // A search is trimmed, and a blank one is no condition.
    .filter((text) => text.trim() !== '' && text.trim() === text);
  await fc.assert(
    fc.asyncProperty(part, async (text) => {
      if ((await narrowSearch(database.db, text)).condition !== undefined) narrowed += 1;
      assert.deepEqual(await search(text), await readLedger(text));
    }),
    { numRuns: searches.waiting, seed: 7 },
  );
  assert.ok(narrowed > searches.waiting / 6, `only ${narrowed} searches used the index`);
  await fillAll();
  await fc.assert(
    fc.asyncProperty(part, async (text) => assert.deepEqual(await search(text), await readLedger(text))),
    { numRuns: searches.filled, seed: 8 },
  );
});

test('of a text of several words, the index looks the rare ones up, and what it finds contains the whole text', async () => {
  const names = Array.from(
    { length: 600 },
    (_one, nth) => `Common ${nth % 5 ? 'Usual' : 'Seldom'} no. ${nth % 97}`,
  );
  await importNamed(names);
  await importNamed(Array.from({ length: 500 }, () => 'Zzz'));
  await fillAll();
  await sql`analyze billing.invoice_search`;
  const samples = new SearchSamples(database.db);
  const sample = await samples.get();
  assert.equal(await samples.get(), sample, 'the sample was loaded twice');
  assert.deepEqual(chooseRareParts(sample.text, ['common', 'Seldom']), ['Seldom', 'common']);
  assert.deepEqual(chooseRareParts(sample.text, ['common', 'nobody']), ['nobody']);
  assert.deepEqual(chooseRareParts(sample.text, ['common']), []);
  assert.deepEqual(chooseRareParts([], ['common', 'nobody']), []);
  for (const text of [
    'Common Seldom no. 42',
    'SELDOM no. 4',
    'no. 42',
    'mon usual no. 9',
    'Common Seldom 42',
    'a%_\\ 1',
  ]) {
    assert.ok((await narrowSearch(database.db, text, sample)).condition, text);
    assert.deepEqual(await search(text), await readLedger(text), text);
    assert.deepEqual(await search(text, samples), await readLedger(text), text);
  }
});

test('the parts of a text are its words, short ones with what surrounds them', () => {
  assert.deepEqual(toParts('2026-00012'), ['00012', '2026']);
  assert.deepEqual(toParts('girard 18'), ['girard', ' 18']);
  assert.deepEqual(toParts('a_b 100%'), ['_b ', '100', 'a_']);
  assert.deepEqual(toParts('😀ab😀'), ['😀ab😀']);
  assert.deepEqual(toParts('ΟΔΟΣ 12'), []);
  assert.equal(toParts('one two three four five six seven').length, 6);
});

test('a text is found in NFC and NFD, and one of two characters where a word begins with it', async () => {
  const id = await insertDraft({ name: 'Crêperie Ÿ7' });
  assert.deepEqual(await search('CRE\u0302PERIE'), [id]);
  assert.deepEqual(await search('Y\u03087'), [id]);
  assert.deepEqual(await search('Ÿ'), [id]);
  assert.deepEqual([await search('êp'), await search('—')], [[], []]);
  assert.ok((await narrowSearch(database.db, 'Ÿ7')).condition);
  assert.deepEqual(await findByText('crêperie'), [id]);
});

test('a draft is found by its present texts, and not at all after its deletion', async () => {
  const id = await insertDraft({ name: 'Xylophone' });
  assert.deepEqual(await findByText('xylo'), [id]);
  await sql`update billing.invoices set customer_name = 'Marimba', version = 2 where id = ${id}`;
  assert.deepEqual(await findByText('xylo'), []);
  assert.deepEqual(await findByText('marim'), [id]);
  await sql`delete from billing.invoices where id = ${id}`;
  assert.equal(await countTexts(id), 0);
});

test('a frequent text is left to the list, which fills its page at once', async () => {
  await importNamed(Array.from({ length: 20 }, () => 'Frequent customer'));
  assert.equal(await findByText('frequent'), null);
  assert.equal((await search('frequent')).length, 20);
});

test('a frequent text is found while texts are being written and afterwards, in lines too, and counted among the newest', async () => {
  const names = Array.from({ length: 30 }, (_one, nth) => (nth % 2 ? 'Ubiquitous one' : 'Another'));
  await importNamed(names);
  await importLines([
    ['Ubiquitous thing', 'SKU-1'],
    ['Other thing', 'ubiquitous-2'],
  ]);
  const check = async () => {
    assert.equal(await findByText('ubiquitous'), null);
    const found = await search('UBIQUITOUS');
    assert.deepEqual([found, found.length], [await readLedger('ubiquitous'), 17]);
    for (const [status, count] of [
      [['ISSUED'], 17],
      [['PAID', 'DRAFT'], 0],
      [[], 0],
    ] as const) {
      const filter = { search: 'Ubiquitous', status: [...status] };
      const page = await listInvoices(database.db, { first: 5, filter }, today);
      assert.deepEqual([page.edges.length, (await page.totals()).count], [Math.min(5, count), count]);
    }
  };
  await check();
  await sql`select billing.fill_invoice_search(9)`;
  await check();
  await fillAll();
  await check();
});

test('while more invoices wait than a search should read, the list is read', async () => {
  await importNamed(Array.from({ length: 4 }, () => 'Waiting'));
  const [row] = await sql`select billing.find_by_text('%nobody%', 5000, 3) as ids`;
  assert.equal(row?.['ids'], null);
});

test('several fillers at once write each imported invoice once, and continue with later ones', async () => {
  const fillers = [1, 2, 3].map(() => startSearchFiller({ sql, log, everyMs: 20 }));
  const isFilled = async () => {
    const [row] = await sql<{ lacking: number; waiting: number }[]>`
      select (select count(*)::int from billing.search_backlog) as waiting, (select count(*)::int
        from billing.invoices where id not in (select invoice_id from billing.invoice_search)) as lacking`;
    return row?.waiting === 0 && row.lacking === 0;
  };
  try {
    await importNamed(Array.from({ length: 50 }, (_one, index) => `Filled ${index}`));
    await waitFor('the first to be filled', isFilled);
    await importNamed(['Came later']);
    await waitFor('the later one to be filled', isFilled);
  } finally {
    await Promise.all(fillers.map((filler) => filler.close()));
  }
  assert.equal((await findByText('came later'))?.length, 1);
});

test('an import that is undone leaves nothing behind, also while its texts are being written', async () => {
  await fillAll();
  const job = uuid();
  await importNamed(['Undone one', 'Undone two', 'Undone three'], job);
  let undone: Promise<unknown> | undefined;
  await sql.begin(async (tx) => {
    await tx`select billing.fill_invoice_search(2)`;
    undone = sql`select billing.undo_import(${job}, null, 1000)`.execute();
    await waitFor('the undo to wait', async () => {
      // By another connection: a transaction sees the activity as it was when it first asked.
      const waiting = await sql`select from pg_stat_activity
        where wait_event_type = 'Lock' and query like '%undo_import%' and datname = current_database()`;
      return waiting.length === 1;
    });
  });
  await undone;
  await fillAll();
  assert.equal((await sql`select from billing.invoice_search where text like 'old/%\nundone%'`).length, 0);
  assert.deepEqual(await findByText('undone'), []);
});

test('invoices from before the index are found at once, and filled in afterwards', async (t) => {
  const older = await createTestDatabase({ name: 'billing', makesTemporaryTables: true });
  t.after(() => older.close());
  const url = older.urlOf('billing');
  const earlier = await copyEarlierMigrations(t, { migrations, count: 15 });
  await migrateDatabase({ url, schema: 'billing', folder: earlier });
  const upgraded = connectDatabase({ url, name: 'test', readsArrays: true });
  t.after(() => upgraded.close());
  const invoices = ['Old one', 'Old two', 'Old three'].map((name) =>
    importedInvoice({ customer_name: name }),
  );
  await importChunk(upgraded.sql, { invoices });
  await migrateDatabase({ url, schema: 'billing', folder: fileURLToPath(migrations) });
  const find = async () => {
    const [row] = await upgraded.sql<{ ids: string[] }[]>`
      select billing.find_by_text('%OLD T%', 5000, 50000) as ids`;
    return row?.ids.toSorted();
  };
  const expected = [invoices[1]?.id, invoices[2]?.id];
  assert.deepEqual(await find(), expected);
  await upgraded.sql`select billing.fill_invoice_search(2)`;
  assert.deepEqual(await find(), expected);
  const filler = startSearchFiller({ sql: upgraded.sql, log, everyMs: 20 });
  t.after(() => filler.close());
  await waitFor('the index to be full', async () => {
    return (await upgraded.sql`select from billing.search_backlog`).length === 0;
  });
  assert.deepEqual(await find(), expected);
  assert.equal((await upgraded.sql`select from billing.invoice_search`).length, 3);
});

test('texts that are in the index before those of lines are apart are divided', async (t) => {
  const older = await createTestDatabase({ name: 'billing', makesTemporaryTables: true });
  t.after(() => older.close());
  const url = older.urlOf('billing');
  const earlier = await copyEarlierMigrations(t, { migrations, count: 49 });
  await migrateDatabase({ url, schema: 'billing', folder: earlier });
  const upgraded = connectDatabase({ url, name: 'test' });
  t.after(() => upgraded.close());
  const { invoice, lines } = importedWithLines([10_000, 20_000], { customer_name: 'With lines' });
  await importChunk(upgraded.sql, {
    invoices: [invoice, importedInvoice({ customer_name: 'Without lines' })],
    lines,
  });
  await upgraded.sql`select billing.fill_invoice_search(10)`;
  await migrateDatabase({ url, schema: 'billing', folder: fileURLToPath(migrations) });
  const rows = await upgraded.sql<{ lines: string | null }[]>`
    select invoice_id, text, lines from billing.invoice_search order by invoice_id`;
  const expected = await upgraded.sql`
    select * from billing.find_search_texts(array(select id from billing.invoices)) order by invoice_id`;
  assert.deepEqual([...rows], [...expected]);
  assert.deepEqual(rows.map((row) => row.lines === null).toSorted(), [false, true]);
});
