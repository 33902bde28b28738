import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Log } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { loadTrustedDocuments } from './document-manifests.ts';
import { followTrustedDocuments } from './trusted-documents.ts';

const toHash = (text: string) => createHash('sha256').update(text).digest('hex');
const trusted = 'query Greeting { hello }';
const invalid = 'query Missing { missing }';
/** In Relay's form, whose hash is MD5. */
const relayed = 'query Relayed { hello }';
const relayId = createHash('md5').update(relayed).digest('hex');
/** In Apollo's form. */
const listed = 'query Listed { hello }';
const unknownHash = toHash('{ unknown }');
let folder: string;
let file: string;
let otherFiles: readonly string[];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify({ [toHash(trusted)]: trusted, [toHash(invalid)]: invalid }));
  otherFiles = [join(folder, 'relay.json'), join(folder, 'apollo.json')];
  const operations = [{ id: toHash(listed), name: 'Listed', type: 'query', body: listed }];
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  await Promise.all(
    [{ [relayId]: relayed }, manifest].map((content, n) =>
      writeFile(otherFiles[n] ?? '', JSON.stringify(content)),
    ),
  );
});
after(() => rm(folder, { recursive: true }));

function byHash(sha256Hash: string): { extensions: Record<string, unknown> } {
  return { extensions: { persistedQuery: { version: 1, sha256Hash } } };
}

async function post(gateway: TestGateway, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

describe('a gateway that knows a manifest', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway({ TRUSTED_DOCUMENTS_FILE: file });
  });
  after(() => gateway.close());

  test('runs a trusted document that it was never sent', async () => {
    assert.deepEqual(await post(gateway, byHash(toHash(trusted))), {
      status: 200,
      body: { data: { hello: 'world' } },
    });
  });

  test('runs it over a WebSocket too', async () => {
    const client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const results = client.iterate({ query: '', ...byHash(toHash(trusted)) });
    assert.deepEqual((await results.next()).value, { data: { hello: 'world' } });
    await client.dispose();
  });

  test('validates a trusted document as any other', async () => {
    const { body } = await post(gateway, byHash(toHash(invalid)));
    assert.match(JSON.stringify(body), /GRAPHQL_VALIDATION_FAILED/);
  });

  test('says of a hash that it does not know that it does not', async () => {
    assert.match(
      JSON.stringify((await post(gateway, byHash(unknownHash))).body),
      /PERSISTED_QUERY_NOT_FOUND/,
    );
  });

  test('runs other documents as well', async () => {
    assert.equal((await post(gateway, { query: '{ hello }' })).status, 200);
  });
});

describe('a gateway that runs nothing else', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway({ TRUSTED_DOCUMENTS_FILE: file, TRUSTED_DOCUMENTS: 'only' });
  });
  after(() => gateway.close());

  test('runs a trusted document by its hash and by its text', async () => {
    for (const request of [byHash(toHash(trusted)), { query: trusted }])
      assert.deepEqual(await post(gateway, request), { status: 200, body: { data: { hello: 'world' } } });
  });

  test('refuses another document, with its hash and without', async () => {
    const query = '{ hello }';
    for (const request of [{ query }, { query, ...byHash(toHash(query)) }]) {
      const { status, body } = await post(gateway, request);
      assert.equal(status, 403);
      assert.match(JSON.stringify(body), /DOCUMENT_NOT_TRUSTED/);
    }
    assert.match(
      JSON.stringify((await post(gateway, byHash(toHash(query)))).body),
      /PERSISTED_QUERY_NOT_FOUND/,
    );
  });
});

describe('a gateway that runs nothing but documents of Relay and Apollo', () => {
  const answer = { status: 200, body: { data: { hello: 'world' } } };
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway({
      TRUSTED_DOCUMENTS_FILE: otherFiles.join(),
      TRUSTED_DOCUMENTS: 'only',
    });
  });
  after(() => gateway.close());

  for (const { name, toBody } of [
    { name: 'documentId', toBody: () => ({ documentId: relayId }) },
    { name: 'doc_id', toBody: () => ({ doc_id: relayId, variables: {} }) },
    { name: 'documentId with its algorithm', toBody: () => ({ documentId: `sha256:${toHash(relayed)}` }) },
    { name: 'the extension persistedQuery', toBody: () => byHash(toHash(listed)) },
    { name: 'its whole text', toBody: () => ({ query: relayed }) },
  ]) {
    test(`runs a document by ${name}`, async () => {
      assert.deepEqual(await post(gateway, toBody()), answer);
    });
  }

  test('runs a document by the documentId of a URL, beside other extensions', async () => {
    const url = `${gateway.url}?documentId=${relayId}&extensions=${encodeURIComponent('{"other":1}')}`;
    const response = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });
    assert.deepEqual(await response.json(), answer.body);
  });

  test('runs a document by documentId as a stream of events', async () => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ documentId: relayId }),
    });
    assert.match(await response.text(), /event: next\ndata: \{"data":\{"hello":"world"\}\}/);
  });

  test('runs a document by the hash of its manifest over a WebSocket', async () => {
    const client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const payload = { query: '', ...byHash(relayId) };
    assert.deepEqual((await client.iterate(payload).next()).value, answer.body);
    await client.dispose();
  });

  test('refuses a documentId that no manifest has, and a text that none has beside one', async () => {
    const unknown = await post(gateway, { documentId: toHash('{ hello }') });
    assert.match(JSON.stringify(unknown.body), /PERSISTED_QUERY_NOT_FOUND/);
    const other = await post(gateway, { documentId: relayId, query: '{ hello }' });
    assert.match(JSON.stringify(other.body), /DOCUMENT_NOT_TRUSTED/);
  });
});

test("a manifest of Apollo's with another version, or an operation without a body, is refused", async () => {
  const wrong = join(folder, 'wrong-apollo.json');
  const format = 'apollo-persisted-query-manifest';
  await writeFile(wrong, JSON.stringify({ format, version: 2, operations: [] }));
  await assert.rejects(loadTrustedDocuments([wrong]), /version 1, and a list of operations/);
  await writeFile(wrong, JSON.stringify({ format, version: 1, operations: [{ id: relayId }] }));
  await assert.rejects(loadTrustedDocuments([wrong]), /must be the text of a document/);
});

test('a document that is revoked by one of its hashes is trusted by none', async () => {
  using followed = await follow('aliases.json', weekMs);
  const { write, documents } = followed;
  await write({ [relayId]: relayed });
  await waitFor('the document', () => documents.get(toHash(relayed)) === relayed);
  await write({ [relayId]: null });
  await waitFor('the revocation', () => !documents.has(relayId) && !documents.has(toHash(relayed)));
  const [relayFile = ''] = otherFiles;
  const revoking = join(folder, 'revokes-sha256.json');
  await writeFile(revoking, JSON.stringify({ [toHash(relayed)]: null }));
  assert.equal((await loadTrustedDocuments([relayFile, revoking])).documents.size, 0);
});

test('a document is revoked by a hash that no manifest has it by', async () => {
  const toRelayHash = (text: string) => createHash('md5').update(text).digest('hex');
  const revoking = join(folder, 'revokes-md5.json');
  await writeFile(revoking, JSON.stringify({ [toRelayHash(trusted)]: null }));
  const { documents } = await loadTrustedDocuments([file, revoking]);
  assert.deepEqual([documents.has(toHash(trusted)), documents.has(toHash(invalid))], [false, true]);
  using followed = await follow('by-md5.json', weekMs);
  await followed.write({ [toHash(newer)]: newer });
  await waitFor('the document', () => followed.documents.has(toHash(newer)));
  await followed.write({ [toRelayHash(newer)]: null });
  await waitFor('the revocation', () => !followed.documents.has(toHash(newer)));
});

test('a manifest with many wrong entries names 20 of them and counts the others', async () => {
  const wrong = join(folder, 'many.json');
  const entries = Array.from({ length: 25 }, (_, index) => [`wrong${index}`, 1]);
  await writeFile(wrong, JSON.stringify(Object.fromEntries(entries)));
  await assert.rejects(loadTrustedDocuments([wrong]), (error: Error) => {
    assert.equal(error.message.match(/must be the text/g)?.length, 20);
    assert.match(error.message, /\nand 5 more$/);
    return true;
  });
});

test('a manifest names all that is wrong with it', async () => {
  const wrong = join(folder, 'wrong.json');
  await writeFile(wrong, JSON.stringify({ [unknownHash]: '{ hello }', abc: 1, def: null }));
  await assert.rejects(loadTrustedDocuments([wrong]), (error: Error) => {
    assert.match(error.message, new RegExp(`${unknownHash}: is not the hash of its text`));
    assert.match(error.message, /abc: must be the text/);
    assert.match(error.message, /def: is not a SHA-256, SHA-1 or MD5/);
    return true;
  });
  for (const text of ['[]', 'null', '{']) {
    await writeFile(wrong, text);
    await assert.rejects(loadTrustedDocuments([wrong]), /wrong\.json/);
  }
});

/** A manifest that a test changes while it is followed. */
async function follow(name: string, keepMs: number) {
  const path = join(folder, name);
  let second = 0;
  const write = async (manifest: Record<string, string | null> | string) => {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    await writeFile(path, text);
    second += 1;
    // In order, whatever the resolution of the file system's clock.
    await utimes(path, second, second);
  };
  await write({ [toHash(trusted)]: trusted });
  const warnings: string[] = [];
  const log = { info() {}, warn: (_: object, text: string) => void warnings.push(text) };
  const { documents, close } = await followTrustedDocuments({
    files: [file, path],
    keepMs,
    log: log as unknown as Log,
    pollMs: 5,
  });
  return { write, warnings, documents, [Symbol.dispose]: close };
}

const newer = 'query Newer { hello }';
const newest = 'query Newest { hello }';
const weekMs = 604_800_000;

test('documents of a newer manifest are added while a gateway runs, and those of before stay for their time', async () => {
  using followed = await follow('followed.json', weekMs);
  const { write, warnings, documents } = followed;
  assert.equal(documents.get(toHash(invalid)), invalid, 'of the other manifest');
  await write('{');
  await waitFor('a warning', () => warnings.length > 0);
  // Many looks later; its text and its time are two changes.
  await delay(100);
  assert.ok(warnings.length <= 2, `${warnings.length} warnings`);
  await write({ [toHash(newer)]: newer });
  await waitFor('the newer document', () => documents.get(toHash(newer)) === newer);
  await write({ [toHash(newest)]: newest });
  await waitFor('the newest document', () => documents.get(toHash(newest)) === newest);
  assert.equal(documents.get(toHash(newer)), newer);
});

test('a document that manifests lack is trusted no more after its time, but for one that comes back', async () => {
  using followed = await follow('leaving.json', 500);
  const { write, documents } = followed;
  await write({ [toHash(newer)]: newer, [toHash(newest)]: newest });
  await waitFor('the newer documents', () => documents.size === 4);
  await write({});
  await write({ [toHash(newest)]: newest });
  await waitFor('the end of the newer one', () => !documents.has(toHash(newer)));
  assert.equal(documents.get(toHash(newest)), newest);
  assert.equal(documents.get(toHash(trusted)), trusted, 'the other manifest has it');
});

test('a document that a manifest revokes is trusted no more at once, though another one has it', async () => {
  using followed = await follow('revoking.json', weekMs);
  const { write, documents } = followed;
  await write({ [toHash(trusted)]: null, [toHash(newer)]: newer });
  await waitFor('the revocation', () => !documents.has(toHash(trusted)));
  assert.equal(documents.get(toHash(newer)), newer);
  await write({ [toHash(newer)]: newer });
  await waitFor('its return', () => documents.get(toHash(trusted)) === trusted);
});
