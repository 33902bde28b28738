import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as send,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** The fields of a link that tests request. */
interface TestLink {
  readonly id: string;
  readonly isGood: boolean;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly firstReadAt: string | null;
  readonly lastReadAt: string | null;
  readonly readCount: number;
  readonly lastDownloadedAt: string | null;
  readonly downloadCount: number;
  readonly latestMail: { readonly id: string; readonly kind: string; readonly state: string } | null;
}

interface LinkPayload extends TestRefusal {
  readonly link: TestLink | null;
  readonly url: string | null;
}

const linkFields = `id isGood createdAt expiresAt revokedAt firstReadAt lastReadAt readCount lastDownloadedAt downloadCount
  latestMail { id kind state }`;

/** Asks for a link of the portal. */
export function createLink(client: GraphqlClient, input: object): Promise<LinkPayload> {
  const keyed = { idempotencyKey: randomUUID(), ...input };
  return callMutation(client, 'createPortalLink', keyed, `link { ${linkFields} } url`);
}

/** Makes a link, and gives its id and its address. */
export async function openLink(
  client: GraphqlClient,
  input: object,
): Promise<{ readonly id: string; readonly url: string }> {
  const { link, url, userErrors } = await createLink(client, input);
  assert.deepEqual(userErrors, []);
  assert.ok(link && url);
  return { id: link.id, url };
}

/** Revokes a link. */
export function revokeLink(client: GraphqlClient, id: string): Promise<Omit<LinkPayload, 'url'>> {
  return callMutation(client, 'revokePortalLink', { id }, `link { ${linkFields} }`);
}

/** The links of an invoice, and the kinds of its history that concern them, each the newest first. */
export async function linksOf(
  client: GraphqlClient,
  invoiceId: string,
): Promise<{ readonly links: readonly TestLink[]; readonly kinds: readonly string[] }> {
  const { data } = await client<{
    invoice: {
      portalLinks: readonly TestLink[];
      history: { edges: readonly { node: { kind: string; actor: string } }[] };
    };
  }>(
    `query ($id: ID!) { invoice(id: $id) {
      portalLinks { ${linkFields} } history { edges { node { kind actor } } } } }`,
    { id: invoiceId },
  );
  const kinds = data.invoice.history.edges.map(({ node }) => `${node.kind} by ${node.actor}`);
  return {
    links: data.invoice.portalLinks,
    kinds: kinds.filter((kind) => /^(LINK|READ|DOWNLOADED)/.test(kind)),
  };
}

/** The headers of a person's navigation in a browser (Fetch Metadata). */
export const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } as const;

interface PortalResponse {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly page: string;
}

interface Visit {
  readonly method?: string;
  /** Default: those of {@link navigation}. */
  readonly headers?: OutgoingHttpHeaders;
  /** The path and the query below the address. */
  readonly rest?: string;
}

/** Asks billing itself for a path below an address of the portal, as the gateway does. */
export async function visit(
  { url }: { readonly url: string },
  address: string,
  { rest = '', method = 'GET', headers = navigation }: Visit = {},
): Promise<PortalResponse> {
  const { pathname } = new URL(address);
  const request = send(new URL(`${pathname}${rest}`, url), { method, headers, agent: false }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const bytes = await buffer(response);
  // Figures have spaces that do not break.
  const page = bytes.toString().replace(/[\u00a0\u202f]/g, ' ');
  return { status: response.statusCode, headers: response.headers, bytes, page };
}
