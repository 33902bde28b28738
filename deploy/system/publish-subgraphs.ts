import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import { parseJson } from '#platform/text/parse-json.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';

/** The graph ref of the system in its registry. */
const graphRef = { graph: 'facturation', variant: 'current' } as const;

/** A composition of all subgraphs on a busy machine. */
const timeoutMs = 90_000;

/** The answer of the registry. */
const publishedSchema = z.object({
  isComposed: z.boolean(),
  created: z.array(z.string()),
  updated: z.array(z.string()),
});

/** The longest part of an answer that an error shows, in UTF-16 code units. */
const maxShown = 2_000;

/**
 * Publishes the SDL of all subgraphs of the system in one launch, with the addresses of the composed supergraph. Nothing changes
 * if the registry has them already.
 *
 * @param send sends the request, with a certificate where the registry asks for one
 * @param registry its address without a path, and a key with the right PUBLISH
 * @returns the names of subgraphs that are new or have changed
 * @throws {CodedError} if the registry refuses them, or they do not compose with what else is published there
 */
export async function publishSystemSubgraphs(
  registry: { readonly url: string; readonly key: string },
  signal: AbortSignal,
  send: Fetch = fetch,
): Promise<readonly string[]> {
  const parts = await Promise.all(
    subgraphs.map(async ({ name, url }) => ({ name, url, sdl: await readSubgraphSdl(name) })),
  );
  const { graph, variant } = graphRef;
  const response = await send(`${registry.url}/graphs/${graph}/${variant}/subgraphs`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-api-key': registry.key },
    body: JSON.stringify({ subgraphs: parts }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const text = await response.text();
  const shown = text.slice(0, maxShown);
  if (!response.ok)
    throw new CodedError('NOT_PUBLISHED', `The registry answered ${response.status}: ${shown}`);
  const published = publishedSchema.safeParse(parseJson(text));
  if (!published.success) throw new CodedError('NOT_PUBLISHED', `This is not a registry's answer: ${shown}`);
  const { isComposed, created, updated } = published.data;
  if (!isComposed)
    throw new CodedError(
      'NOT_COMPOSED',
      `The subgraphs do not compose with the others in the registry: ${shown}`,
    );
  return [...created, ...updated];
}
