import type { IncomingMessage } from 'node:http';
import { toMediaType } from '#platform/text/media-type.ts';

/** Forms here have a handful of short fields. */
const maxFormBytes = 16 * 1024;

/** Reads a submitted form; undefined if the body is not a form or is too long. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const type = toMediaType(request.headers['content-type']);
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  const text = await readShortBody(request);
  return text === undefined ? undefined : new URLSearchParams(text);
}

/** Reads a short body; undefined if it is too long. */
export async function readShortBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  for await (const chunk of request) {
    bodyBytes += chunk.length;
    if (bodyBytes > maxFormBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
