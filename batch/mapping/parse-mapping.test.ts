import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { findMapping, listShippedMappings } from './find-mapping.ts';
import { toDialect } from './mapping.ts';
import { mappingJsonSchema } from './mapping-json-schema.ts';
import { mappingSchema } from './mapping-schema.ts';
import { checkMapping, parseMapping } from './parse-mapping.ts';

const minimal = {
  name: 'minimal',
  invoice: {
    number: 'n',
    customerName: 'c',
    amount: 'a',
    currency: { constant: 'EUR' },
    issuedAt: 'i',
  },
};
const pathsOf = (value: unknown) => checkMapping(value).problems?.map(({ path }) => path) ?? [];

test('the JSON Schema that editors read is the one that mappings are checked with', async () => {
  const file = await readFile(new URL('mapping.schema.json', import.meta.url), 'utf8');
  assert.deepEqual(
    JSON.parse(file),
    mappingJsonSchema(),
    'mapping.schema.json is not fresh: run node batch/mapping/write-schema.ts',
  );
});

test('the JSON Schema accepts the shipped mappings and refuses values that are not mappings', async () => {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(mappingJsonSchema())));
  for (const { name } of await listShippedMappings()) {
    const text = await readFile(new URL(`shipped/${name}.json`, import.meta.url), 'utf8');
    assert.ok(schema.safeParse(JSON.parse(text)).success, name);
  }
  assert.ok(!schema.safeParse({ ...minimal, colour: 'red' }).success);
});

test('reports all problems, each with its path', () => {
  assert.deepEqual(
    pathsOf({
      name: 'No Name',
      file: { separator: ';;', encoding: 'ebcdic', skip: 1 },
      dates: { forms: ['dd/MM/yyy'], timeZone: 'Mars/Olympus' },
      invoice: { ...minimal.invoice, number: 5 },
      creditNote: 'sometimes',
    }).toSorted(),
    [
      '/creditNote',
      '/dates/forms/0',
      '/dates/timeZone',
      '/file/encoding',
      '/file/separator',
      '/file/skip',
      '/invoice/number',
      '/name',
    ],
  );
});

test('settings that contradict each other are refused', () => {
  const line = { description: 'd', quantity: 'q', unitPrice: 'p' };
  const { amount: _, ...header } = minimal.invoice;
  assert.deepEqual(pathsOf({ ...minimal, line }), ['/invoice']);
  assert.deepEqual(pathsOf({ ...minimal, invoice: header }), ['/invoice']);
  assert.deepEqual(pathsOf({ ...minimal, invoice: { ...header, net: 'n' } }), ['/invoice/net']);
  assert.deepEqual(pathsOf({ ...minimal, invoice: { ...minimal.invoice, total: 't' } }), ['/invoice/amount']);
  assert.deepEqual(pathsOf({ ...minimal, grouping: { by: 'number' } }), ['/grouping']);
  assert.deepEqual(pathsOf({ ...minimal, noGoods: { codes: ['M'], rows: 'keep' } }), ['/noGoods']);
  assert.deepEqual(pathsOf({ ...minimal, taxCategories: { frei: 'E' } }), ['/taxCategories']);
  assert.deepEqual(pathsOf({ ...minimal, invoice: header, line: { ...line, taxExemptionReason: 'why' } }), [
    '/line/taxExemptionReason',
  ]);
  const unknown = {
    ...minimal,
    invoice: header,
    line: { ...line, taxCategory: 'c' },
    taxCategories: { x: 'O' },
  };
  assert.deepEqual(pathsOf(unknown), ['/taxCategories/x']);
  assert.deepEqual(pathsOf({ ...minimal, dates: { forms: ['dd/MM/yyyy'] } }), ['/dates/timeZone']);
  assert.deepEqual(pathsOf({ ...minimal, numbers: { decimal: ',', thousands: [','] } }), [
    '/numbers/thousands',
  ]);
  assert.deepEqual(pathsOf({ ...minimal, file: { separator: '#', comment: '#' } }), ['/file/comment']);
  assert.deepEqual(pathsOf({ ...minimal, invoice: header, line, grouping: { by: 'number' } }), []);
});

test('a text that is not JSON is refused with that reason', () => {
  assert.match(parseMapping('{').problems?.[0]?.message ?? '', /is not JSON/);
});

test('a default that is written out means the same as when it is absent', () => {
  const written = { ...minimal, file: { separator: ',' }, dates: { forms: ['iso'] }, zeroPrice: 'keep' };
  const { mapping } = checkMapping(written);
  assert.ok(mapping !== undefined);
  assert.deepEqual(mapping, checkMapping(minimal).mapping);
});

test('a mapping is found by its name, if it is shipped, or by its path', async () => {
  const file = new URL('shipped/facturation.json', import.meta.url).pathname;
  assert.deepEqual(await findMapping(file), await findMapping('facturation'));
  await assert.rejects(findMapping('factoration'), {
    code: 'MAPPING_NOT_FOUND',
    message: /neither one of camt053, documents, facturation, online-retail, payments nor a file/,
  });
  await assert.rejects(findMapping(new URL('mapping.schema.json', import.meta.url).pathname), {
    code: 'MAPPING_INVALID',
    message: /\/name: /,
  });
});

test('a mapping has the dialect of its files', () => {
  const dialect = toDialect(mappingSchema.parse({ ...minimal, file: { separator: ';', columns: ['n'] } }));
  assert.deepEqual(dialect, {
    separator: ';',
    encoding: 'utf-8',
    quotes: true,
    linesToSkip: 0,
    header: false,
  });
});

test('the example of the README is a mapping', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
  assert.deepEqual(parseMapping(example).problems, undefined);
});
