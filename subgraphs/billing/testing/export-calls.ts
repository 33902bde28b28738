import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import type { TestBilling } from './test-billing.ts';

/** The payload of the mutation. */
export interface ExportPayload extends TestRefusal {
  readonly url: string | null;
  readonly expiresAt: string | null;
}

/** Asks for a file. */
export function createExport(client: GraphqlClient, input: object): Promise<ExportPayload> {
  return callMutation(client, 'createInvoiceExport', input, 'url expiresAt');
}

/** Gives the address of a file. */
export async function addressOf(client: GraphqlClient, input: object): Promise<string> {
  const { url, userErrors } = await createExport(client, input);
  assert.deepEqual(userErrors, []);
  assert.ok(url);
  return url;
}

/** Begins to fetch a file; nothing of it is read. */
export async function openFile(
  { url }: Pick<TestBilling, 'url'>,
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
export async function readFileText(response: IncomingMessage): Promise<string> {
  assert.equal(response.statusCode, 200);
  return (await buffer(response)).toString();
}

/** The rows of a file, without the names of its columns. */
export async function readRows(response: IncomingMessage): Promise<string[]> {
  return (await readFileText(response)).split('\r\n').slice(1, -1);
}
