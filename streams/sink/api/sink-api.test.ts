import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { connectDatabase } from '#platform/database/database.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import { openCsvFolder } from '../csv/csv-folder.ts';
import { createCsvWriter } from '../csv/csv-writer.ts';
import { createTableSource } from '../csv/table-source.ts';
import { storeInvoices } from '../store/store-invoices.ts';
import { createReceived, createTestSink, type TestSink } from '../testing/test-sink.ts';
import { apiBounds } from './api-bounds.ts';
import { addSinkApi } from './sink-api.ts';

const log = createLog({ name: 'test', level: 'silent' });
const closers: (() => Promise<unknown> | unknown)[] = [];
let sink: TestSink;
let issuer: TestIssuer;
let address: string;
let token: string;
let isRepairing = false;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}
interface Body {
  readonly invoices?: {
    id: string;
    invoiceNumber: string;
    amount: string;
    customerName: string;
    issueDate: string;
    simulated: boolean;
  }[];
  readonly files?: { name: string; rows: number; bytes: number; isCurrent: boolean; href: string }[];
  readonly nextCursor?: string | null;
  readonly errors?: { parameter: string; code: string; message: string }[];
  readonly code?: string;
  readonly id?: string;
}

before(async () => {
  sink = await createTestSink();
  issuer = await createTestIssuer();
  token = await issuer.sign({ roles: ['BILLING_MANAGER'] });
  address = await serve(sink.databaseUrl);
  const store = (from: number, to: number, day: string, changes = {}) =>
    sink.database.sql.begin((tx) =>
      storeInvoices(
        tx,
        Array.from({ length: to - from + 1 }, (_, index) =>
          createReceived(from + index, { amount: `${from + index}.50`, ...changes }),
        ),
        { day, maxBytes: 100_000 },
      ),
    );
  await store(1, 10, '2026-03-02');
  await store(11, 20, '2026-03-02', {
    customerName: 'Grace_100%',
    issuedAt: '2026-03-04T23:30:00.000Z',
    issueDate: '2026-02-28',
  });
  await store(21, 25, '2026-03-03', { customerName: 'Ålesund "A", S', currency: 'USD', isSimulated: true });
  const writer = createCsvWriter({
    source: createTableSource(sink.database.sql),
    folder: await openCsvFolder(sink.csvFolder),
  });
  await writer.repair();
  await writer.close();
});
after(async () => {
  for (const close of closers.toReversed()) await close();
  await issuer.close();
  await sink.close();
});

async function serve(url: string): Promise<string> {
  const database = connectDatabase({ url, name: 'test-api', statementTimeoutMs: 500 });
  closers.push(database.close);
  const verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  closers.push(verifier.close);
  const server = await createHttpServer({ log, bodyLimitBytes: apiBounds.bodyBytes });
  closers.push(() => server.close());
  await addSinkApi(server, {
    db: database.db,
    verifier,
    csvFolder: sink.csvFolder,
    timeZone: 'Europe/Paris',
    isRepairing: () => isRepairing,
  });
  return listen(server, { host: '127.0.0.1', port: 0 });
}

async function get(
  path: string,
  options: { headers?: Record<string, string>; base?: string; method?: string } = {},
) {
  const response = await fetch(`${options.base ?? address}${path}`, {
    method: options.method ?? 'GET',
    headers: { authorization: `Bearer ${token}`, ...options.headers },
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Body;
  return { status: response.status, headers: response.headers, text, body } satisfies Answer;
}

function numbersOf({ body }: Answer): number[] {
  return (body.invoices ?? []).map(({ invoiceNumber }) => Number(invoiceNumber.slice(5)));
}

function range(from: number, to: number): number[] {
  const step = from < to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + index * step);
}

test('lists invoices by pages, the newest first, with a link to the next', async () => {
  const seen: number[] = [];
  let next: string | undefined = '/invoices?limit=10';
  for (let pages = 0; next !== undefined; pages += 1) {
    assert.ok(pages < 4);
    const answer: Answer = await get(next);
    assert.equal(answer.status, 200);
    seen.push(...numbersOf(answer));
    next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    assert.equal(next === undefined, answer.body.nextCursor === null);
  }
  assert.deepEqual(seen, range(25, 1));
});

test('pages from the oldest on are not moved by new invoices', async () => {
  const first = await get('/invoices?order=oldest&limit=20');
  assert.deepEqual(numbersOf(first), range(1, 20));
  const rest = await get(`/invoices?order=oldest&cursor=${first.body.nextCursor}`);
  assert.deepEqual(numbersOf(rest), range(21, 25));
});

test('filters by number, customer, amount, currency and period, all at once too', async () => {
  const cases: [string, number[]][] = [
    ['number=2026-000007', [7]],
    ['number=2026-00000', []],
    ['customer=lovelace', range(10, 1)],
    ['customer=_100%25', range(20, 11)],
    ['customer=%25', range(20, 11)],
    ['amountMin=3.50&amountMax=5.5', [5, 4, 3]],
    ['amountMin=24.51', [25]],
    ['currency=USD', range(25, 21)],
    ['issuedFrom=2026-03-02', range(20, 11)],
    ['issuedTo=2026-03-05', [...range(25, 21), ...range(10, 1)]],
    ['issuedTo=2026-03-05T00:00:00Z&issuedFrom=2026-03-02', range(20, 11)],
    ['issuedFrom=2026-03-05T00:30:00%2B01:00&issuedTo=2026-03-06', range(20, 11)],
    ['dateTo=2026-02-28', range(20, 11)],
    ['dateFrom=2026-03-01&dateTo=2026-03-01&currency=EUR', range(10, 1)],
    ['simulated=true', range(25, 21)],
    ['simulated=false&amountMax=2', [1]],
    ['customer=GRACE&amountMax=12.5&issuedFrom=2026-03-05', [12, 11]],
  ];
  for (const [query, expected] of cases) {
    const answer = await get(`/invoices?${query}`);
    assert.deepEqual(numbersOf(answer), expected, query);
  }
});

test('gives one invoice, or 404', async () => {
  const [invoice] = (await get('/invoices?number=2026-000023')).body.invoices ?? [];
  const found = await get(`/invoices/${invoice?.id}`);
  assert.deepEqual(found.body, invoice);
  assert.deepEqual([invoice?.amount, invoice?.customerName], ['23.50', 'Ålesund "A", S']);
  assert.deepEqual([invoice?.issueDate, invoice?.simulated], ['2026-03-01', true]);
  for (const id of ['0198c0de-0000-7000-8000-000000000000', 'x', '%00']) {
    const missing = await get(`/invoices/${id}`);
    assert.equal(missing.status, 404, id);
    assert.equal(missing.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  }
});

test('answers 304 to a client that has the answer already', async () => {
  for (const path of [
    '/invoices?limit=3',
    '/files',
    '/files/facturation-2026-03-02-000001.csv',
    '/openapi.json',
  ]) {
    const tag = (await get(path)).headers.get('etag') ?? '';
    for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await get(path, { headers: { 'if-none-match': sent } });
      assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', tag], path);
    }
    assert.equal((await get(path, { headers: { 'if-none-match': '"other"' } })).status, 200);
  }
});

test('names every problem with the parameters at once', async () => {
  const query =
    'limit=0&cursor=x&amountMin=9&amountMax=1&currency=EURO&issuedFrom=2026-02-30&dateFrom=2026-3-1&dateTo=0000-01-01&simulated=yes&customer=%00&order=up&number=a&number=b&page=2';
  const { status, body, headers } = await get(`/invoices?${query}`);
  assert.equal(status, 400);
  assert.equal(headers.get('content-type'), 'application/problem+json; charset=utf-8');
  assert.deepEqual(body.errors?.map(({ parameter }) => parameter).toSorted(), [
    'amountMax',
    'currency',
    'customer',
    'dateFrom',
    'dateTo',
    'issuedFrom',
    'limit',
    'number',
    'order',
    'page',
    'simulated',
  ]);
});

test('refuses cursors that were made up or are of another list', async () => {
  const cursor = (await get('/invoices?limit=1')).body.nextCursor;
  for (const query of [
    `order=oldest&cursor=${cursor}`,
    'cursor=x',
    'cursor=W10',
    `cursor=${Buffer.from('["newest","99999999999999999999"]').toString('base64url')}`,
  ]) {
    const answer = await get(`/invoices?${query}`);
    assert.equal(answer.status, 400, query);
    assert.deepEqual(
      answer.body.errors?.map(({ parameter }) => parameter),
      ['cursor'],
    );
  }
});

test('takes pages, cursors, searched texts and bodies up to their bounds, and refuses those beyond', async () => {
  const { pageItems, cursorLength, searchLength, bodyBytes } = apiBounds;
  for (const parameter of ['number', 'customer']) {
    assert.equal((await get(`/invoices?${parameter}=${'a'.repeat(searchLength)}`)).status, 200, parameter);
    assert.equal(
      (await get(`/invoices?${parameter}=${'a'.repeat(searchLength + 1)}`)).status,
      400,
      parameter,
    );
  }
  for (const list of ['invoices', 'files']) {
    assert.equal((await get(`/${list}?limit=${pageItems}`)).status, 200, list);
    assert.equal((await get(`/${list}?limit=${pageItems + 1}`)).status, 400, list);
  }
  // No cursor is that long, so both are refused, the second one for its length.
  const messages = await Promise.all(
    [cursorLength, cursorLength + 1].map(
      async (length) => (await get(`/invoices?cursor=${'a'.repeat(length)}`)).body.errors?.[0]?.message,
    ),
  );
  assert.notEqual(messages[0], messages[1]);
  const send = async (length: number) =>
    (
      await fetch(`${address}/invoices`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify('a'.repeat(length - 2)),
        signal: AbortSignal.timeout(30_000),
      })
    ).status;
  assert.deepEqual([await send(bodyBytes), await send(bodyBytes + 1)], [405, 413]);
});

test('accepts only valid tokens of callers with the role and the scope', async () => {
  const authorization = async (value: string) => get('/invoices', { headers: { authorization: value } });
  const anonymous = await fetch(`${address}/invoices`);
  assert.equal(anonymous.status, 401);
  assert.equal(anonymous.headers.get('www-authenticate'), 'Bearer');
  await anonymous.body?.cancel();
  assert.equal((await authorization('Basic eDp5')).status, 401);
  const expired = await authorization(
    `Bearer ${await issuer.sign({ roles: ['BILLING_MANAGER'], expiresIn: -60 })}`,
  );
  assert.equal(expired.status, 401);
  assert.match(expired.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
  const other = `Bearer ${await issuer.sign({ roles: ['CUSTOMER_MANAGER', 'USER'] })}`;
  const unscoped = `Bearer ${await issuer.sign({ roles: ['BILLING_MANAGER'], scopes: ['statistics:read'] })}`;
  for (const path of ['/invoices', '/invoices/x', '/files', '/files/x']) {
    assert.equal((await get(path, { headers: { authorization: other } })).status, 403, path);
    const answer = await get(path, { headers: { authorization: unscoped } });
    assert.equal(answer.status, 403, path);
    assert.match(answer.headers.get('www-authenticate') ?? '', /scope="invoices:read"/);
  }
  assert.equal((await fetch(`${address}/openapi.json`)).status, 200);
});

test('downloads whole rows of current and earlier files, which a CSV reader takes', async () => {
  const files = (await get('/files')).body.files ?? [];
  assert.deepEqual(
    files.map(({ name, rows, isCurrent }) => ({ name, rows, isCurrent })),
    [
      { name: 'facturation-2026-03-03-000002.csv', rows: 5, isCurrent: true },
      { name: 'facturation-2026-03-02-000001.csv', rows: 20, isCurrent: false },
    ],
  );
  const [first] = (await get('/files?limit=1')).body.files ?? [];
  const second = await get(`/files?cursor=${(await get('/files?limit=1')).body.nextCursor}`);
  assert.deepEqual([first, ...(second.body.files ?? [])], files);
  for (const { href, rows, bytes } of files) {
    const { status, text, headers } = await get(href);
    assert.equal(status, 200);
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="facturation-/);
    assert.equal(headers.get('content-length'), `${bytes}`);
    assert.equal((parse(text, { columns: true }) as unknown[]).length, rows);
    const head = await get(href, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, `${bytes}`]);
  }
});

test('a file that is written in part is given up to its last whole row', async () => {
  const name = 'facturation-2026-03-03-000002.csv';
  const whole = (await sink.readFiles())[name] ?? '';
  const path = join(sink.csvFolder, name);
  try {
    await writeFile(path, whole.slice(0, -10));
    const { text } = await get(`/files/${name}`);
    assert.equal(text, `${whole.split('\r\n').slice(0, 5).join('\r\n')}\r\n`);
    await writeFile(path, whole.slice(0, 10));
    assert.equal((await get(`/files/${name}`)).status, 503);
    isRepairing = true;
    await writeFile(path, whole);
    assert.equal((await get(`/files/${name}`)).body.code, 'FILE_NOT_WRITTEN');
  } finally {
    isRepairing = false;
    await writeFile(path, whole);
  }
  for (const path of ['/files/..%2F..%2Fetc%2Fpasswd', '/files/other.csv', '/files/%00']) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test('refuses changes, and says which resource does not exist', async () => {
  const post = await get('/invoices', { method: 'POST' });
  assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD']);
  assert.equal((await get('/nothing')).status, 404);
});

test('answers 503 while the database is away or a search takes too long', async () => {
  const base = await serve('postgres://sink:x@127.0.0.1:1/nowhere');
  const away = await get('/invoices', { base });
  assert.deepEqual([away.status, away.body.code], [503, 'DATABASE_UNAVAILABLE']);
  assert.equal(away.headers.get('retry-after'), '2');
  await sink.database.sql.begin(async (tx) => {
    await tx`lock table invoices in access exclusive mode`;
    assert.equal((await get('/invoices')).body.code, 'QUERY_TOO_SLOW');
  });
});

test('every answer is one that the OpenAPI document describes', async () => {
  const { paths, components } = (await get('/openapi.json')).body as unknown as {
    paths: Record<
      string,
      { get: { responses: Record<string, { content?: Record<string, { schema: object }> }> } }
    >;
    components: object;
  };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components });
  const validate = (path: string, { status, headers, body }: Answer) => {
    const described = paths[path]?.get.responses[status];
    assert.ok(described, `${path} says nothing of ${status}`);
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const schema = described.content?.[type]?.schema;
    assert.ok(schema, `${path} says nothing of ${type}`);
    const reference = '$ref' in schema ? { $ref: `api${schema.$ref}` } : schema;
    const check = ajv.compile(reference);
    assert.ok(type === 'text/csv' || check(body), `${path} ${status}: ${ajv.errorsText(check.errors)}`);
  };
  const id = (await get('/invoices')).body.invoices?.[0]?.id;
  const anonymous = { authorization: 'Bearer x' };
  const forbidden = { authorization: `Bearer ${await issuer.sign({ roles: ['USER'] })}` };
  const cases: [string, string, number][] = [
    ['/invoices', '/invoices?limit=2', 200],
    ['/invoices', '/invoices?limit=x&a=b', 400],
    ['/invoices/{id}', `/invoices/${id}`, 200],
    ['/invoices/{id}', '/invoices/x', 404],
    ['/files', '/files', 200],
    ['/files', '/files?limit=0', 400],
    ['/files/{name}', '/files/facturation-2026-03-02-000001.csv', 200],
    ['/files/{name}', '/files/x', 404],
    ['/openapi.json', '/openapi.json', 200],
  ];
  for (const [path, url, status] of cases) {
    const answer = await get(url);
    assert.equal(answer.status, status);
    validate(path, answer);
    if (path === '/openapi.json') continue;
    validate(path, await get(url, { headers: anonymous }));
    validate(path, await get(url, { headers: forbidden }));
  }
});
