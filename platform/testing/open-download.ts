import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Begins to fetch a file; nothing of it is read. */
export async function openDownload(
  { url }: { readonly url: string },
  path: string,
  token?: string,
): Promise<IncomingMessage> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = send(new URL(path, url), { headers, agent: false }).end();
  // The response tells of a reset connection, too.
  request.on('error', () => {});
  const [response] = await once(request, 'response');
  return response;
}

/** The text of a file that is sent whole, its byte order mark included. */
export async function readDownloadText(response: IncomingMessage): Promise<string> {
  assert.equal(response.statusCode, 200);
  return (await buffer(response)).toString();
}
