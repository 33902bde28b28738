import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Log } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { followTrustedDocuments, loadTrustedDocuments } from './trusted-documents.ts';

const toHash = (text: string) => createHash('sha256').update(text).digest('hex');
const trusted = 'query Greeting { hello }';
const invalid = 'query Missing { missing }';
const unknownHash = toHash('{ unknown }');
let folder: string;
let file: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify({ [toHash(trusted)]: trusted, [toHash(invalid)]: invalid }));
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

test('a manifest names all that is wrong with it', async () => {
  const wrong = join(folder, 'wrong.json');
  await writeFile(wrong, JSON.stringify({ [unknownHash]: '{ hello }', abc: 1 }));
  await assert.rejects(loadTrustedDocuments(wrong), (error: Error) => {
    assert.match(error.message, new RegExp(`${unknownHash}: is not the SHA-256`));
    assert.match(error.message, /abc: must be the text/);
    return true;
  });
  for (const text of ['[]', 'null', '{']) {
    await writeFile(wrong, text);
    await assert.rejects(loadTrustedDocuments(wrong), /wrong\.json/);
  }
});

test('documents of a newer manifest are added while a gateway runs, and those of before stay', async () => {
  const followed = join(folder, 'followed.json');
  const newer = 'query Newer { hello }';
  const write = async (text: string, second: number) => {
    await writeFile(followed, text);
    // In order, whatever the resolution of the file system's clock.
    await utimes(followed, second, second);
  };
  await write(JSON.stringify({ [toHash(trusted)]: trusted }), 1);
  const warnings: string[] = [];
  const log = { info() {}, warn: (_: object, text: string) => void warnings.push(text) };
  const { documents, close } = await followTrustedDocuments({
    file: followed,
    log: log as unknown as Log,
    pollMs: 5,
  });
  try {
    await write('{', 2);
    await waitFor('a warning', () => warnings.length > 0);
    await write(JSON.stringify({ [toHash(newer)]: newer }), 3);
    await waitFor('the newer document', () => documents.get(toHash(newer)) === newer);
    assert.equal(documents.get(toHash(trusted)), trusted);
  } finally {
    close();
  }
});
