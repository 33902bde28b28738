import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { readDownloadText } from '#platform/testing/open-download.ts';

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

/** The rows of a file, without the names of its columns. */
export async function readRows(response: IncomingMessage): Promise<string[]> {
  return (await readDownloadText(response)).split('\r\n').slice(1, -1);
}
