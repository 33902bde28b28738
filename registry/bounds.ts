/** The bounds of everything that comes from outside; texts are counted in characters. */
export const registryBounds = {
  /** Of one subgraph. */
  sdl: 2_000_000,
  subgraphsPerVariant: 200,
  variantsPerGraph: 200,
  /** Of a graph's id and of a variant's name, as Rover accepts them. */
  graphId: 64,
  variant: 63,
  subgraph: 64,
  url: 2_000,
  readme: 100_000,
  keyName: 100,
  keysPerGraph: 1_000,
  /** Subgraphs that one key is restricted to. */
  subgraphsPerKey: 200,
  /** Of each text of a git context. */
  gitText: 2_000,
  /** Live instances of one subgraph of one variant. */
  instancesPerSubgraph: 50,
  instanceId: 64,
  instanceUrl: 500,
  instanceVersion: 100,
  /** The shortest and the longest time for which an instance is live without a renewal. */
  minLeaseSeconds: 5,
  maxLeaseSeconds: 60,
  /** The requests of one key in a minute. A command of Rover makes up to ten. */
  requestsOfKey: 1_200,
  /** The requests without a good key from one address in a minute: whoever guesses keys is not even looked up. */
  requestsOfStrangers: 120,
  /** Of one request in bytes: the largest SDL as JSON, or many operations. */
  bodyBytes: 8_388_608,
} as const;
