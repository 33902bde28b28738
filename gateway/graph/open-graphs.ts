import { parse } from 'graphql';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Log } from '#platform/log/log.ts';
import type { SubgraphTransport } from '../upstream/subgraph-transport.ts';
import { type ExecutorKind, loadExecutor } from './executor/load-executor.ts';
import { createGraph, type GraphOptions } from './graph.ts';
import { type GraphHolder, openGraphHolder } from './graph-holder.ts';
import { findUnknownLabels } from './planner/overrides.ts';
import { createSupergraphSource, type SupergraphPlace } from './supergraph/create-supergraph-source.ts';
import { type SubgraphUrls, type Supergraph, toEnvironmentName } from './supergraph/supergraph.ts';

/** Places with a rule that a warning names. */
const maxNamedRules = 5;

export interface OpenGraphsOptions extends Omit<GraphOptions, 'createExecutor'>, SupergraphPlace {
  readonly subgraphUrls: SubgraphUrls;
  /** Times of subgraphs, by what `toEnvironmentName` makes of their names. */
  readonly subgraphTimeoutsMs: Readonly<Record<string, number>>;
  /** TLS settings, by the same names. */
  readonly subgraphTls: { readonly bySubgraph: Readonly<Record<string, unknown>> };
  readonly overrideLabels: readonly string[];
  /** Subgraphs that have header rules of their own. */
  readonly ruledSubgraphs: readonly string[];
  /** False if nobody can be known here: then nobody satisfies a rule. */
  readonly knowsCallers: boolean;
  readonly executor: ExecutorKind;
  readonly createTransport: (supergraph: Supergraph) => SubgraphTransport;
  readonly log: Log;
}

/**
 * Opens the graphs of a gateway and follows the source of the supergraph.
 *
 * @throws {ConfigurationError} when header rules name a subgraph that does not exist
 */
export async function openGraphs(options: OpenGraphsOptions): Promise<GraphHolder> {
  const { createTransport, log } = options;
  const createExecutor = await loadExecutor(options.executor);
  const graphs = await openGraphHolder({
    source: createSupergraphSource(options, log),
    log,
    build: (sdl) =>
      createGraph(sdl, {
        ...options,
        createExecutor: (supergraph) =>
          createExecutor({ supergraph, log, transport: createTransport(supergraph) }),
      }),
  });
  const { supergraph } = graphs.current;
  const strangers = options.ruledSubgraphs.filter((name) => !supergraph.subgraphUrls.has(name));
  if (strangers.length > 0) {
    await graphs.close();
    throw new ConfigurationError(
      strangers.map((name) => `HEADER_RULES_FILE names the subgraph ${name}, which the supergraph has not`),
    );
  }
  warnOfUnused(supergraph, options);
  if (!options.knowsCallers) warnOfRules(graphs, log);
  return graphs;
}

/** Says once that nobody satisfies the rules of the supergraph, of the first one or of a later one. */
function warnOfRules(graphs: GraphHolder, log: Log): void {
  let hasWarned = false;
  graphs.subscribe(({ supergraph: { policies } }) => {
    const rules = [...policies.types.keys(), ...policies.fields.keys()];
    if (hasWarned || rules.length === 0) return;
    hasWarned = true;
    log.warn(
      { rules: rules.length, at: rules.slice(0, maxNamedRules) },
      'the supergraph has rules, and no identity provider is configured: everybody is anonymous, and what has a rule is cut ' +
        'from every operation; OIDC_ISSUER and OIDC_AUDIENCE name a provider',
    );
  });
}

function warnOfUnused(
  supergraph: Supergraph,
  { subgraphUrls, subgraphTimeoutsMs, subgraphTls, overrideLabels, log }: OpenGraphsOptions,
): void {
  const names = new Set([...supergraph.subgraphUrls.keys()].map(toEnvironmentName));
  const settings = {
    addresses: subgraphUrls,
    times: subgraphTimeoutsMs,
    'TLS settings': subgraphTls.bySubgraph,
  };
  for (const [what, configured] of Object.entries(settings)) {
    const unused = Object.keys(configured).filter((name) => !names.has(name));
    if (unused.length > 0)
      log.warn({ unused }, `${what} are configured for subgraphs that the supergraph has not`);
  }
  const unknown = findUnknownLabels(parse(supergraph.sdl), overrideLabels);
  if (unknown.length > 0)
    log.warn({ unknown }, 'OVERRIDE_LABELS names labels that the supergraph has not; they move no field');
}
