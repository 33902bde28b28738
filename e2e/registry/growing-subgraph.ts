import { startTestSubgraph, type TestSubgraph } from '../../gateway/testing/test-subgraph.ts';

/** A subgraph that answers more fields than are published: `v1`, `v2` and so on, each with its number. */
export interface GrowingSubgraph extends TestSubgraph {
  /** The SDL with the first so many of the fields. */
  sdlOf(version: number): string;
  /** Rover's arguments that publish the SDL of its standard input for this subgraph. */
  publishArguments(graphRef: string): readonly string[];
}

/** An SDL that does not compose. */
export const brokenSdl = 'type Query { hello: Nothing }';

const largestVersion = 40;

/** Starts one on a free port of 127.0.0.1. */
export async function startGrowingSubgraph(): Promise<GrowingSubgraph> {
  const names = Array.from({ length: largestVersion }, (_, index) => `v${index + 1}`);
  const sdlOf = (version: number) =>
    `type Query { hello: String! ${names
      .slice(0, version)
      .map((name) => `${name}: Int!`)
      .join(' ')} }`;
  const subgraph = await startTestSubgraph({
    name: 'growing',
    typeDefs: sdlOf(largestVersion),
    resolvers: {
      Query: {
        hello: () => 'world',
        ...Object.fromEntries(names.map((name, index) => [name, () => index + 1])),
      },
    },
  });
  const publishArguments = (graphRef: string) => [
    ...['subgraph', 'publish', graphRef, '--name', 'growing'],
    ...['--schema', '-', '--routing-url', subgraph.url],
  ];
  return { ...subgraph, sdlOf, publishArguments };
}
