import { compose } from '../../gateway/testing/compose.ts';
import { startTestSubgraph } from '../../gateway/testing/test-subgraph.ts';

const link = (names: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])`;

const stars = [
  { id: 'vega', name: 'Vega', coordinates: '18h 36m' },
  { id: 'mira', name: 'Mira', coordinates: '02h 19m' },
];
const sightings: Readonly<Record<string, readonly { year: number; observer: string }[]>> = {
  vega: [{ year: 1850, observer: 'Bond' }],
  mira: [
    { year: 1596, observer: 'Fabricius' },
    { year: 1638, observer: 'Holwarda' },
  ],
};

/** Starts a graph that has nothing in common with ours: stars, and who saw them, with rules of federation itself. */
export async function startObservatory(): Promise<{ readonly supergraph: string; close(): Promise<void> }> {
  const catalogue = await startTestSubgraph({
    name: 'catalogue',
    typeDefs: `${link('"@key", "@requiresScopes"')}
      type Query { stars: [Star!]! }
      type Star @key(fields: "id") {
        id: ID!
        name: String!
        coordinates: String @requiresScopes(scopes: [["sky:precise"]])
      }`,
    resolvers: { Query: { stars: () => stars } },
  });
  const logbook = await startTestSubgraph({
    name: 'logbook',
    typeDefs: `${link('"@key", "@authenticated"')}
      type Star @key(fields: "id") { id: ID! sightings: [Sighting!]! }
      type Sighting { year: Int! observer: String @authenticated }`,
    resolvers: { Star: { sightings: ({ id }: { id: string }) => sightings[id] ?? [] } },
  });
  return {
    supergraph: compose([catalogue, logbook]),
    close: async () => {
      await Promise.all([catalogue.close(), logbook.close()]);
    },
  };
}
