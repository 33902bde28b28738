import { Supergraph as FederationSupergraph, type Schema } from '@apollo/federation-internals';
import { type GraphQLSchema, parse } from 'graphql';
import { readPolicies, type SchemaPolicies } from '#platform/authorization/policies.ts';
import { stripSecurityLinks } from '#platform/authorization/strip-security-links.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { type CostRules, readCostRules } from '#platform/operation-limits/cost-rules.ts';
import { completeIntrospection } from './complete-introspection.ts';

/** A supergraph that was read and found whole. */
export interface Supergraph {
  /** The text it was read from, rules included. */
  readonly sdl: string;
  /** The schema that clients see: no join directives, no inaccessible elements, and `@defer`. */
  readonly apiSchema: GraphQLSchema;
  /** The rules that callers must satisfy. */
  readonly policies: SchemaPolicies;
  /** The costs of values and the sizes of lists, as `@cost` and `@listSize` say them. */
  readonly costRules: CostRules;
  /** The address of each subgraph, by its name. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** The same for Apollo's planner and executor. */
  readonly federation: {
    readonly supergraph: FederationSupergraph;
    readonly apiSchema: Schema;
    readonly supergraphSchema: GraphQLSchema;
  };
}

/** Addresses that override those in the supergraph, by what {@link toEnvironmentName} makes of a subgraph's name. */
export type SubgraphUrls = Readonly<Record<string, string>>;

/**
 * Reads a composed supergraph and checks all of it.
 *
 * @throws CodedError SUPERGRAPH_INVALID that says what is wrong: text, federation, rules or addresses.
 */
export function parseSupergraph(sdl: string, urlOverrides: SubgraphUrls = {}): Supergraph {
  try {
    const document = parse(sdl, { noLocation: true });
    const policies = readPolicies(document);
    const supergraph = FederationSupergraph.build(stripSecurityLinks(document));
    const apiSchema = supergraph.apiSchema();
    completeIntrospection(apiSchema);
    return {
      sdl,
      policies,
      costRules: readCostRules(document),
      apiSchema: apiSchema.toGraphQLJSSchema({ includeDefer: true }),
      subgraphUrls: subgraphUrlsOf(supergraph, urlOverrides),
      federation: { supergraph, apiSchema, supergraphSchema: supergraph.schema.toGraphQLJSSchema() },
    };
  } catch (cause) {
    const reason = toErrorText(cause);
    throw new CodedError('SUPERGRAPH_INVALID', `The supergraph cannot be used: ${reason}`, { cause });
  }
}

/** A subgraph's name as environment variables have it: `live-stats` is `LIVE_STATS`. */
export function toEnvironmentName(subgraph: string): string {
  return subgraph.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

function subgraphUrlsOf(
  supergraph: FederationSupergraph,
  overrides: SubgraphUrls,
): ReadonlyMap<string, string> {
  const urls = new Map(
    supergraph.subgraphsMetadata().map(({ name, url }) => [name, overrides[toEnvironmentName(name)] ?? url]),
  );
  for (const [name, url] of urls) {
    if (!/^https?:/.test(url) || !URL.canParse(url)) {
      throw new TypeError(`the address of subgraph ${name} must be an http or https URL; configure one.`);
    }
  }
  return urls;
}
