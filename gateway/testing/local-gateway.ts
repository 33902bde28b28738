import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { DEFAULT_AUTHORIZATION_OPTIONS } from '#platform/authorization/filter/options.ts';
import { createLog } from '#platform/log/log.ts';
import { DEFAULT_LIMITS } from '#platform/operation-limits/limits.ts';
import { createCompiledExecutor } from '../graph/executor/compiled-executor.ts';
import { createGraph } from '../graph/graph.ts';
import { createAdmission } from '../operation/admit.ts';
import { createAnswerer } from '../operation/answer-operation.ts';
import { createPersistedQueries } from '../operation/persisted-queries.ts';
import type { SubgraphRequest, SubgraphResponse } from '../upstream/subgraph-transport.ts';
import { compose } from './compose.ts';

/** A subgraph that runs in this process. Its SDL may use the directives of federation without a link. */
export interface LocalSubgraph {
  readonly typeDefs: string;
  readonly resolvers?: Resolvers;
  /** Federation 1 has no link. Default 2. */
  readonly federation?: 1 | 2;
}

/** Resolvers by types and fields; `__resolveReference` finds entities. */
type Resolvers = Readonly<Record<string, unknown>>;

interface LocalAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: unknown; readonly code: unknown }[];
}

/** A gateway and its subgraphs without network: everything between a client's text and its answer is the real part. */
export interface LocalGateway {
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<LocalAnswer>;
  /** All requests to the subgraphs, the oldest first. */
  readonly seen: SubgraphRequest[];
  readonly logLines: string[];
}

const federationLink = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@override", "@interfaceObject"
        "@extends"
      ]
    )
`;

/** Composes subgraphs, by their names, and puts the gateway's own parts over them. */
export function createLocalGateway(subgraphs: Readonly<Record<string, LocalSubgraph>>): LocalGateway {
  const named = Object.entries(subgraphs).map(([name, { typeDefs, resolvers = {}, federation = 2 }]) => ({
    name,
    url: 'http://subgraph.invalid',
    typeDefs: federation === 1 ? typeDefs : federationLink + typeDefs,
    resolvers,
  }));
  const schemas = new Map(named.map((subgraph) => [subgraph.name, toSchema(subgraph)]));
  const seen: SubgraphRequest[] = [];
  const logLines: string[] = [];
  const log = createLog({
    name: 'test',
    level: 'debug',
    destination: { write: (line) => void logLines.push(line) },
  });
  const transport = {
    async send(request: SubgraphRequest) {
      seen.push(request);
      return askSubgraph(schemas.get(request.subgraph), request);
    },
  };
  const graph = createGraph(compose(named), {
    maxPlans: 100,
    createExecutor: (supergraph) => createCompiledExecutor({ supergraph, transport, log }),
  });
  const admission = createAdmission({
    checks: [],
    limits: DEFAULT_LIMITS,
    persistedQueries: createPersistedQueries(),
    mayIntrospect: () => true,
  });
  const answer = createAnswerer({
    log,
    authorization: DEFAULT_AUTHORIZATION_OPTIONS,
    exposeSubgraphErrors: true,
  });
  const caller = { principal: undefined, token: undefined };
  const { signal } = new AbortController();
  return {
    seen,
    logLines,
    async ask(query, variables = {}) {
      const parameters = { query, variables, operationName: undefined, extensions: undefined };
      const admitted = await admission.admit({
        graph,
        requestId: 'test',
        parameters,
        caller,
        transport: 'http',
        clientAddress: '127.0.0.1',
        signal,
      });
      if (admitted.kind === 'refused')
        throw new Error(admitted.errors.map(({ message }) => message).join('\n'));
      const { data, errors } = await answer(admitted, {
        caller,
        client: { name: '', version: '' },
        requestId: 'test',
        clientAddress: '127.0.0.1',
        subgraphHeaders: {},
        signal,
      });
      return toPlain({
        data,
        ...(errors && {
          errors: errors.map(({ message, path, extensions }) => ({
            message,
            path,
            code: extensions['code'],
          })),
        }),
      });
    },
  };
}

function toSchema({
  typeDefs,
  resolvers,
}: Required<Pick<LocalSubgraph, 'typeDefs' | 'resolvers'>>): GraphQLSchema {
  const modules = [{ typeDefs: parse(typeDefs), resolvers }];
  return buildSubgraphSchema(modules as Parameters<typeof buildSubgraphSchema>[0]);
}

async function askSubgraph(
  schema: GraphQLSchema | undefined,
  { query, variables, representations, moreRepresentations = [], operationName }: SubgraphRequest,
): Promise<SubgraphResponse> {
  if (!schema) throw new TypeError('There is no subgraph of this name.');
  const variableValues = {
    ...toPlain(variables),
    ...(representations && { representations: representations.map((text): unknown => JSON.parse(text)) }),
    ...Object.fromEntries(
      moreRepresentations.map(([name, texts]) => [name, texts.map((text): unknown => JSON.parse(text))]),
    ),
  };
  const result = await graphql({ schema, source: query, variableValues, operationName });
  return toPlain(result);
}

/** As it would arrive over a network. */
function toPlain<Value>(value: Value): Value {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
