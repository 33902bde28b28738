import { composeServices } from '@apollo/composition';
import { printSchema } from '@apollo/federation-internals';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { Composition, CompositionProblem, SubgraphPart } from './composition.ts';

/** The problems that are told; a schema that is wrong everywhere has thousands. */
const maxProblems = 100;

/** Composes a supergraph. It takes half a second and more, so only the composition thread calls it. */
export function composeParts(parts: readonly SubgraphPart[]): Composition {
  if (parts.length === 0) {
    const message = 'There is no subgraph, so there is nothing to compose.';
    return { kind: 'refused', problems: [{ message, code: 'NO_SUBGRAPHS', locations: [] }] };
  }
  const parsed = parts.map(parsePart);
  const malformed = parsed.flatMap((one) => ('problem' in one ? [one.problem] : []));
  if (malformed.length > 0) return { kind: 'refused', problems: malformed.slice(0, maxProblems) };
  const services = parsed.flatMap((one) => ('typeDefs' in one ? [one] : []));
  const composed = composeServices(services);
  if (composed.errors !== undefined)
    return { kind: 'refused', problems: composed.errors.slice(0, maxProblems).map(toProblem) };
  return {
    kind: 'composed',
    supergraph: composed.supergraphSdl,
    apiSchema: printSchema(composed.schema.toAPISchema()),
    hints: composed.hints.slice(0, maxProblems).map((hint) => hint.message),
  };
}

type ParsedPart =
  | { readonly name: string; readonly url: string; readonly typeDefs: DocumentNode }
  | { readonly problem: CompositionProblem };

function parsePart({ name, url, sdl }: SubgraphPart): ParsedPart {
  try {
    return { name, url, typeDefs: parse(sdl) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const locations = (error.locations ?? []).map(({ line, column }) => ({ subgraph: name, line, column }));
    return { problem: { message: `[${name}] ${error.message}`, code: 'INVALID_GRAPHQL', locations } };
  }
}

function toProblem(error: GraphQLError): CompositionProblem {
  const { code } = error.extensions;
  return {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    locations: (error.nodes ?? []).flatMap((node) => {
      // Composition notes the subgraph at its nodes.
      const subgraph = 'subgraph' in node && typeof node.subgraph === 'string' ? node.subgraph : undefined;
      const start = node.loc?.startToken;
      if (start === undefined) return [];
      return [{ ...(subgraph !== undefined && { subgraph }), line: start.line, column: start.column }];
    }),
  };
}
