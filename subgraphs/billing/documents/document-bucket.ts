import { AwsV4Signer } from 'aws4fetch';
import { Agent, request } from 'undici';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { retry } from '#platform/waiting/retry.ts';
import type { DocumentFiles } from './document-files.ts';
import { DocumentStoreError } from './document-store-error.ts';
import { hashDocumentBytes } from './hash-document-bytes.ts';

export interface BucketOptions {
  /** The address of the bucket with a prefix, if any, for example `https://s3.eu-west-3.amazonaws.com/invoices/documents`. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  /** The limit for one attempt, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** The time for which nobody waits for a store that could not be reached, in milliseconds. Default 5,000. */
  readonly pauseMs?: number;
}

const connectTimeoutMs = 3_000;
const maxAttempts = 3;
const betweenAttempts = { firstMs: 100, maxMs: 1_000 };
/** Far above the largest document: one of 1,000 lines has about a megabyte. */
const maxDocumentBytes = 64 * 1_048_576;
/** An answer that is not a document is a short text in XML; its code is all that is told of it. */
const maxRefusalBytes = 64 * 1_024;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * Documents in a bucket of S3 or of a store that speaks its protocol; several processes may share it. An object is there
 * as a whole or not at all, and the store compares the bytes with the hash by which the request is signed (Signature Version 4).
 */
export class DocumentBucket implements DocumentFiles {
  readonly #options: BucketOptions;
  readonly #timeoutMs: number;
  readonly #pauseMs: number;
  readonly #dispatcher: Agent;
  /** By the clock of `performance`. */
  #isAwayUntilMs = 0;

  constructor(options: BucketOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#pauseMs = options.pauseMs ?? 5_000;
    this.#dispatcher = new Agent({
      connections: 16,
      connect: { timeout: Math.min(connectTimeoutMs, this.#timeoutMs) },
      headersTimeout: this.#timeoutMs,
      bodyTimeout: this.#timeoutMs,
      maxResponseSize: maxDocumentBytes,
    });
  }

  /**
   * Writes an object without content, reads it back and asks for one that is not there.
   *
   * @throws {DocumentStoreError} with what is wrong with the bucket or the rights of the key
   */
  async check(): Promise<void> {
    const empty = hashDocumentBytes(new Uint8Array());
    await this.write(empty, new Uint8Array());
    if ((await this.read(empty)) === undefined)
      throw new DocumentStoreError('STORE_REFUSED', 'it does not give back the object just written');
    await this.read(hashDocumentBytes(Buffer.from('an object that nobody writes')));
  }

  async read(sha256: string): Promise<Buffer | undefined> {
    const { status, body } = await this.#send('GET', sha256);
    if (status === 200) return body;
    const code = findCode(body);
    if (status === 404 && code === 'NoSuchKey') return undefined;
    // Without the right to list, S3 says of an object that is not there that it may not be read.
    const hint = status === 403 ? '; the key needs s3:GetObject, and s3:ListBucket on the bucket' : '';
    throw refusal('GET', status, code, hint);
  }

  async write(sha256: string, bytes: Uint8Array): Promise<void> {
    const { status, body } = await this.#send('PUT', sha256, bytes);
    if (status === 200) return;
    throw refusal('PUT', status, findCode(body), status === 403 ? '; the key needs s3:PutObject' : '');
  }

  /** Closes all connections and aborts pending requests. */
  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  /** @throws {DocumentStoreError} if no attempt has an answer that counts, or if none had a moment ago */
  async #send(method: 'GET' | 'PUT', sha256: string, bytes?: Uint8Array): Promise<Answer> {
    const waitsMs = Array.from({ length: maxAttempts - 1 }, (_, index) =>
      toBackoffMs(index + 1, betweenAttempts),
    );
    if (performance.now() < this.#isAwayUntilMs)
      throw new DocumentStoreError('STORE_UNAVAILABLE', 'it could not be reached a moment ago');
    try {
      return await retry(() => this.#attempt(method, sha256, bytes), { waitsMs, isTransient: isUnavailable });
    } catch (error) {
      if (isUnavailable(error)) this.#isAwayUntilMs = performance.now() + this.#pauseMs;
      throw error;
    }
  }

  async #attempt(method: 'GET' | 'PUT', sha256: string, bytes?: Uint8Array): Promise<Answer> {
    const { url, region, keyId, secret } = this.#options;
    // Signed for each attempt, as a signature is good for some minutes.
    const { headers } = await new AwsV4Signer({
      method,
      url: `${url}/${sha256.slice(0, 2)}/${sha256}`,
      // The signer leaves a hash alone that is there, and would sign none of the content otherwise.
      headers: { 'x-amz-content-sha256': hashDocumentBytes(bytes ?? new Uint8Array()) },
      accessKeyId: keyId,
      secretAccessKey: secret,
      region,
      service: 's3',
    }).sign();
    const answer = await this.#exchange(method, sha256, { headers, bytes });
    if (answer.status === 429 || answer.status >= 500)
      throw new DocumentStoreError('STORE_UNAVAILABLE', `it answered ${answer.status} to ${method}`);
    return answer;
  }

  async #exchange(
    method: 'GET' | 'PUT',
    sha256: string,
    { headers, bytes }: { readonly headers: Headers; readonly bytes: Uint8Array | undefined },
  ): Promise<Answer> {
    try {
      const { statusCode: status, body } = await request(
        `${this.#options.url}/${sha256.slice(0, 2)}/${sha256}`,
        {
          method,
          headers: Object.fromEntries(headers),
          ...(bytes !== undefined && { body: bytes }),
          dispatcher: this.#dispatcher,
          signal: AbortSignal.timeout(this.#timeoutMs),
        },
      );
      return { status, body: Buffer.from(await body.arrayBuffer()) };
    } catch (cause) {
      throw new DocumentStoreError('STORE_UNAVAILABLE', 'it cannot be reached at present', { cause });
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof DocumentStoreError && error.code === 'STORE_UNAVAILABLE';
}

/** The code of an error of S3, such as `AccessDenied`. */
function findCode(body: Buffer): string | undefined {
  return /<Code>(\w{1,64})<\/Code>/.exec(body.subarray(0, maxRefusalBytes).toString('utf8'))?.[1];
}

function refusal(method: string, status: number, code: string | undefined, hint: string): DocumentStoreError {
  const name = code === undefined ? '' : ` (${code})`;
  return new DocumentStoreError('STORE_REFUSED', `it answered ${status}${name} to ${method}${hint}`);
}
