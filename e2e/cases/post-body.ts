import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SystemAddresses } from '../running-system.ts';

/** The answer to a request whose body stands in a file. */
export interface RawAnswer {
  readonly status: number;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions?: { readonly code?: string };
    }[];
  };
}

/**
 * Sends the body in a case's folder to the gateway, byte for byte, as a billing manager, and asks for the media type whose
 * status tells of refusals (GraphQL over HTTP).
 */
export async function postBody(system: SystemAddresses, folder: string): Promise<RawAnswer> {
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${await system.tokenOf('billing-manager')}`,
    },
    body: await readFile(join(folder, 'body.json')),
  });
  return { status: response.status, body: (await response.json()) as RawAnswer['body'] };
}
