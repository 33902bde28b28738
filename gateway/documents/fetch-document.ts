import { toFetchProblem } from '#platform/errors/to-fetch-problem.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { toDocumentHash } from './document-copy.ts';

/** The answer of a registry. */
export type DocumentAnswer =
  | { readonly kind: 'text'; readonly text: string; readonly hash: string }
  /** It has none but those that are known. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface DocumentRequest {
  /** Of the document, at the registry. */
  readonly url: string;
  readonly key: string;
  /** The hashes of texts that are not wanted again. */
  readonly known: readonly string[];
  /** The time for which the registry may wait for another text, in seconds. */
  readonly waitSeconds: number;
  /** For the whole answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/** A longer text is not a supergraph, nor a list of instances. In bytes. */
const maxBytes = 20_000_000;

/**
 * Asks a registry for a document. Never rejects.
 *
 * The ETag of a text is its SHA-256, so that the answer can be checked, and a copy from anywhere be known again (RFC 9110
 * section 8.8.3). The wait is a preference that the registry may pass over (RFC 7240 section 4.3).
 */
export async function fetchDocument(
  { url, key, known, waitSeconds, timeoutMs, fetch: send = fetch }: DocumentRequest,
  signal: AbortSignal,
): Promise<DocumentAnswer> {
  try {
    const response = await send(url, {
      headers: {
        'x-api-key': key,
        ...(known.length > 0 && { 'if-none-match': known.map((hash) => `"${hash}"`).join(', ') }),
        ...(waitSeconds > 0 && { prefer: `wait=${waitSeconds}` }),
      },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.status === 304) return { kind: 'unchanged' };
    const text = await readBounded(response);
    if (response.status !== 200) return { kind: 'failed', reason: `status ${response.status}` };
    const hash = toDocumentHash(text);
    const etag = response.headers.get('etag')?.replace(/^W\//, '');
    return etag === `"${hash}"`
      ? { kind: 'text', text, hash }
      : { kind: 'failed', reason: 'the text is not that of its ETag' };
  } catch (error) {
    return { kind: 'failed', reason: toFetchProblem(error) };
  }
}

async function readBounded({ body }: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
