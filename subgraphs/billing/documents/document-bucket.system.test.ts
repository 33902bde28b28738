import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { createLog } from '#platform/log/log.ts';
import { Resources } from '#platform/process/owner.ts';
import { buildGoProgram } from '#platform/testing/build-go-program.ts';
import { createDocument, documentSeller, fetchDocument, issueSome } from '../testing/document-calls.ts';
import { type RealS3, s3Module, startRealS3 } from '../testing/real-s3.ts';
import { startTestBilling } from '../testing/test-billing.ts';
import { type BucketOptions, DocumentBucket } from './document-bucket.ts';
import { openDocumentFiles } from './open-document-files.ts';

const log = createLog({ name: 'documents', level: 'silent' });
let folder: string;
let store: RealS3;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-bucket-'));
  store = await startRealS3(await buildGoProgram(s3Module, folder), folder);
});
after(async () => {
  await store.kill();
  await rm(folder, { recursive: true });
});

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function withBucket<Value>(
  options: Partial<BucketOptions>,
  work: (bucket: DocumentBucket) => Promise<Value>,
): Promise<Value> {
  const { url, region, keyId, secret } = store;
  const bucket = new DocumentBucket({ url, region, keyId, secret, pauseMs: 0, ...options });
  try {
    return await work(bucket);
  } finally {
    await bucket.close();
  }
}

test('bytes are kept under a prefix by their hash, and replaced as a whole', async () => {
  await withBucket({ url: `${store.url}/documents` }, async (bucket) => {
    await bucket.check();
    const bytes = Buffer.from('a document\u0000 é');
    assert.equal(await bucket.read(hash(bytes)), undefined);
    await bucket.write(hash(bytes), bytes);
    assert.deepEqual(await bucket.read(hash(bytes)), bytes);
    const path = store.toPath(join('documents', hash(bytes).slice(0, 2), hash(bytes)));
    assert.deepEqual(await readFile(path), bytes);
    await writeFile(path, 'damaged');
    assert.equal((await bucket.read(hash(bytes)))?.toString(), 'damaged');
    await bucket.write(hash(bytes), bytes);
    assert.deepEqual(await bucket.read(hash(bytes)), bytes);
  });
});

test('a document of some megabytes comes back as it was', async () => {
  const bytes = Buffer.alloc(20_000_000, 'a line of an invoice');
  await withBucket({}, async (bucket) => {
    await bucket.write(hash(bytes), bytes);
    assert.equal(hash((await bucket.read(hash(bytes))) ?? Buffer.alloc(0)), hash(bytes));
  });
});

test('a wrong secret, key, region or bucket is told by the code of the store, and no secret is', async () => {
  const open = (options: Partial<BucketOptions>) =>
    withBucket(options, (bucket) => bucket.check()).then(
      () => 'no error',
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    );
  const secret = randomUUID();
  const answers = {
    secret: await open({ secret }),
    key: await open({ keyId: 'nobody' }),
    region: await open({ region: 'us-east-1' }),
    bucket: await open({ url: store.url.replace('invoices', 'nothing') }),
  };
  assert.match(answers.secret, /^STORE_REFUSED: it answered 403 \(SignatureDoesNotMatch\) to PUT/);
  // S3 calls it InvalidAccessKeyId.
  assert.match(answers.key, /^STORE_REFUSED: it answered 40[34] \(\w+\) to PUT/);
  assert.match(answers.region, /^STORE_REFUSED: it answered 40[03] \(AuthorizationHeaderMalformed\) to PUT/);
  assert.match(answers.bucket, /^STORE_REFUSED: it answered 404 \(NoSuchBucket\) to PUT/);
  assert.ok(!JSON.stringify(answers).includes(secret));
});

test('bytes that do not have the hash are refused by the store', async () => {
  // The proxy changes one byte on the way.
  const target = new URL(store.url);
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (body.length > 0) body[0] = (body[0] ?? 0) ^ 1;
    const answer = await fetch(`${target.origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { ...(request.headers as Record<string, string>) },
      ...(body.length > 0 && { body }),
    });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  try {
    const bytes = Buffer.from('bytes that change on their way');
    await withBucket({ url: `http://127.0.0.1:${port}/invoices` }, async (bucket) => {
      // The host is signed, too, so a proxy that does not pass it on is refused as well: either way nothing is kept.
      await assert.rejects(bucket.write(hash(bytes), bytes), { code: 'STORE_REFUSED' });
    });
    await withBucket({}, async (bucket) => assert.equal(await bucket.read(hash(bytes)), undefined));
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});

test('a store that is killed is out of reach in bounded time, and of use again once it is back', async () => {
  const bytes = Buffer.from('written before the death of the store');
  await withBucket({ timeoutMs: 2_000 }, async (bucket) => {
    await bucket.write(hash(bytes), bytes);
    await store.kill();
    await assert.rejects(bucket.read(hash(bytes)), { code: 'STORE_UNAVAILABLE' });
    await assert.rejects(bucket.write(hash(bytes), bytes), { code: 'STORE_UNAVAILABLE' });
    await store.restart();
    assert.deepEqual(await bucket.read(hash(bytes)), bytes);
  });
});

test('nobody waits for a store that could not be reached a moment ago', async () => {
  await withBucket({ url: 'http://127.0.0.1:9/invoices', pauseMs: 60_000 }, async (bucket) => {
    const read = () => bucket.read('0'.repeat(64)).catch((error: Error) => error.message);
    assert.match(String(await read()), /cannot be reached/);
    assert.match(String(await read()), /a moment ago/);
  });
});

test('billing starts while its bucket is out of reach, and not with one that refuses', async () => {
  const { url, region, keyId, secret } = store;
  const owner = new Resources();
  after(() => owner.close(log));
  const open = (bucket: BucketOptions) => openDocumentFiles({ folder: 'unused', bucket, owner, log });
  await assert.rejects(open({ url, region, keyId, secret: randomUUID() }), (error) => {
    assert.ok(error instanceof ConfigurationError);
    assert.match(error.problems.join(), /^DOCUMENTS_BUCKET: http.* is of no use: it answered 403/);
    return true;
  });
  await store.kill();
  const files = await open({ url, region, keyId, secret, timeoutMs: 2_000, pauseMs: 0 });
  await store.restart();
  const bytes = Buffer.from('written once the store is back');
  await files.write(hash(bytes), bytes);
  assert.deepEqual(await files.read(hash(bytes)), bytes);
});

test('a made document is sent while the bucket is out of reach, and none is made that cannot be kept', async () => {
  await withBucket({ timeoutMs: 2_000 }, async (documentFiles) => {
    const billing = await startTestBilling({ documentFiles, settings: { sellerDetails: documentSeller } });
    try {
      const [made, other] = [await issueSome(billing), await issueSome(billing)];
      const { bytes } = await fetchDocument(billing, { invoiceId: made });
      assert.ok((await documentFiles.read(hash(bytes)))?.equals(bytes));
      await store.kill();
      assert.ok(bytes.equals((await fetchDocument(billing, { invoiceId: made })).bytes));
      const { url, userErrors } = await createDocument(await billing.as('BILLING_MANAGER'), {
        invoiceId: other,
      });
      assert.deepEqual([url, userErrors.map(({ code }) => code)], [null, ['UNAVAILABLE']]);
      await store.restart();
      await fetchDocument(billing, { invoiceId: other });
      const path = store.toPath(join(hash(bytes).slice(0, 2), hash(bytes)));
      await rm(path);
      // A file in the place of the folder keeps the store from writing there.
      await rm(dirname(path), { recursive: true });
      await writeFile(dirname(path), '');
      assert.ok(bytes.equals((await fetchDocument(billing, { invoiceId: made })).bytes));
    } finally {
      await billing.close();
    }
  });
});
