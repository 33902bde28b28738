import { CodedError } from '#platform/errors/coded-error.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';

/** The graph ref of the system in its registry. */
const graphRef = { graph: 'facturation', variant: 'current' } as const;

/** A composition of all subgraphs on a busy machine. */
const timeoutMs = 90_000;

/** The answer of the registry. */
interface Published {
  readonly launch: number;
  readonly isComposed: boolean;
  readonly created: readonly string[];
  readonly updated: readonly string[];
}

/**
 * Publishes the SDL of all subgraphs of the system in one launch, with the addresses of the composed supergraph. Nothing changes
 * if the registry has them already.
 *
 * @param registry its address without a path, and a key with the right PUBLISH
 * @returns the names of subgraphs that are new or have changed
 * @throws {CodedError} if the registry refuses them, or they do not compose with what else is published there
 */
export async function publishSystemSubgraphs(
  registry: { readonly url: string; readonly key: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const published = await Promise.all(
    subgraphs.map(async ({ name, url }) => ({ name, url, sdl: await readSubgraphSdl(name) })),
  );
  const { graph, variant } = graphRef;
  const response = await fetch(`${registry.url}/graphs/${graph}/${variant}/subgraphs`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-api-key': registry.key },
    body: JSON.stringify({ subgraphs: published }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const text = await response.text();
  if (!response.ok)
    throw new CodedError('NOT_PUBLISHED', `The registry answered ${response.status}: ${text}`);
  const { isComposed, created, updated } = JSON.parse(text) as Published;
  if (!isComposed)
    throw new CodedError(
      'NOT_COMPOSED',
      `The subgraphs do not compose with the others in the registry: ${text}`,
    );
  return [...created, ...updated];
}
