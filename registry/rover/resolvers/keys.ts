import { createKeyAuthor } from '../../author.ts';
import { parseGraphRef } from '../../graphs/graph-ref.ts';
import type { ApiKey, KeyRight } from '../../keys/api-key.ts';
import { allGraphs } from '../../keys/key-secret.ts';
import type { ListedKey } from '../../keys/key-store.ts';
import { RegistryRefusal } from '../../registry-refusal.ts';
import { type RoverContext, type RoverResolvers, requireKey } from '../rover-context.ts';

interface OrganizationSource {
  /** Undefined for the keys for all graphs. */
  readonly graph: string | undefined;
  readonly key: ApiKey;
}

interface CreateArguments {
  readonly name: string;
  readonly type: 'OPERATOR' | 'SUBGRAPH';
  readonly resources?: {
    readonly subgraphs?: readonly { graphId: string; variantName: string; subgraphName: string }[] | null;
  } | null;
}

const rightsOf: Readonly<Record<CreateArguments['type'], readonly KeyRight[]>> = {
  OPERATOR: ['READ', 'REPORT'],
  SUBGRAPH: ['READ', 'CHECK', 'PUBLISH'],
};

/** Resolvers of `rover api-key`: an organization is a graph, or `registry` for all of them. */
export const keyResolvers: RoverResolvers = {
  Query: { organization: findOrganization },
  Mutation: { organization: findOrganization },
  Organization: {
    apiKeys: async ({ graph }: OrganizationSource, _args, { parts }) => ({
      edges: (await parts.keys.list(graph)).map((key) => ({ node: toNode(key) })),
      pageInfo: { endCursor: null, hasNextPage: false },
    }),
    apiKey: ({ graph }: OrganizationSource, { keyId }: { keyId: string }, context) =>
      findNode(context, graph, keyId),
  },
  OrganizationMutation: {
    createKey: async (
      { graph, key: by }: OrganizationSource,
      { name, type, resources }: CreateArguments,
      { parts },
    ) => {
      const subgraphs = resources?.subgraphs?.map((one) => ({
        graph: one.graphId,
        variant: one.variantName,
        subgraph: one.subgraphName,
      }));
      if (type === 'SUBGRAPH' && subgraphs === undefined)
        throw new RegistryRefusal('BAD_USER_INPUT', 'Name the subgraphs that the key is for.');
      const created = await parts.keys.create(
        { name, graph, rights: rightsOf[type], subgraphs },
        createKeyAuthor(by),
      );
      return {
        id: created.id,
        keyName: created.name,
        createdAt: new Date().toISOString(),
        token: created.secret,
      };
    },
    renameKey: async (
      { graph, key }: OrganizationSource,
      { keyId, name }: { keyId: string; name: string },
      context,
    ) => {
      await context.parts.keys.rename(keyId, graph, name, createKeyAuthor(key));
      return findNode(context, graph, keyId);
    },
    deleteKey: async ({ graph, key }: OrganizationSource, { keyId }: { keyId: string }, { parts }) => {
      await parts.keys.delete(keyId, graph, createKeyAuthor(key));
      return keyId;
    },
  },
};

/** Only administrators see and change keys, those of one graph by a key for it. */
function findOrganization(
  _source: unknown,
  { id }: { id: string },
  context: RoverContext,
): OrganizationSource | null {
  const key = requireKey(context);
  const graph = id === allGraphs ? undefined : id;
  if (graph !== undefined && parseGraphRef(graph)?.graph !== graph) return null;
  if (key.graph !== undefined && key.graph !== graph) return null;
  if (!key.rights.has('ADMIN'))
    throw new RegistryRefusal(
      'FORBIDDEN',
      `The key ${key.name} has no right ADMIN, which keys are administered by.`,
    );
  // It could make itself a key without that bound.
  if (key.subgraphs !== undefined)
    throw new RegistryRefusal('FORBIDDEN', `The key ${key.name} is for subgraphs, not for the whole graph.`);
  return { graph, key };
}

async function findNode({ parts }: RoverContext, graph: string | undefined, keyId: string) {
  const found = (await parts.keys.list(graph)).find(({ id }) => id === keyId);
  return found === undefined ? null : toNode(found);
}

function toNode({ id, name, ending, createdAt }: ListedKey) {
  return { id, keyName: name, createdAt: createdAt.toISOString(), expiresAt: null, token: `...${ending}` };
}
