import type { Registry } from 'prom-client';
import type { ReadinessPart } from '#platform/http/readiness.ts';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { followFile } from '../documents/follow-file.ts';
import type { GraphHolder } from '../graph/graph-holder.ts';
import type { PolicyDecider } from '../operation/policy-decider.ts';
import { listPolicies } from './list-policies.ts';
import { OpaClient } from './opa-client.ts';
import type { PoliciesConfiguration } from './policies-configuration.ts';
import { createPolicyMetrics, type PolicyMetrics } from './policy-metrics.ts';
import { type PolicyRules, parsePolicyRules } from './policy-rules.ts';
import { PolicySource } from './policy-source.ts';

export interface OpenPoliciesOptions {
  readonly configuration: PoliciesConfiguration;
  readonly graphs: Pick<GraphHolder, 'current' | 'subscribe'>;
  readonly registry: Registry;
  readonly log: Log;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
}

/** The decisions about policies, and the part of the gateway's readiness that they depend on. */
export interface OpenedPolicies {
  readonly decider: PolicyDecider;
  readonly readiness: Readonly<Record<string, ReadinessPart>>;
}

/**
 * Opens whatever decides policies: a file, an Open Policy Agent, both, or nobody, so that none holds. The log names policies that nobody decides,
 * and those of the file that the supergraph has not.
 *
 * @throws {ConfigurationError} if the file is wrong
 */
export async function openPolicies(options: OpenPoliciesOptions): Promise<OpenedPolicies> {
  const { configuration, graphs, registry, log, owner } = options;
  const metrics = createPolicyMetrics(registry);
  const opa = openOpa(configuration, { metrics, log, owner });
  const tell = () => {
    const named = listPolicies(graphs.current);
    const undecided = source.listUndecided(named);
    const unused = source.listUnused(named);
    if (undecided.length > 0)
      log.warn({ policies: undecided }, 'nobody decides policies of the supergraph; they do not hold');
    if (unused.length > 0)
      log.warn({ policies: unused }, 'POLICIES_FILE has policies that the supergraph has not');
  };
  const onChange = (rules: PolicyRules) => {
    source.replace(rules);
    tell();
  };
  const followed =
    configuration.file === undefined
      ? undefined
      : await followFile({
          file: configuration.file,
          variable: 'POLICIES_FILE',
          what: 'policies',
          parse: parsePolicyRules,
          log,
          onChange,
        });
  owner.own('file of policies', () => followed?.close());
  const source = new PolicySource({ rules: followed?.value, opa, metrics });
  const unsubscribe = graphs.subscribe(tell);
  owner.own('names of policies', unsubscribe);
  return {
    decider: source,
    readiness: opa
      ? { 'open policy agent': { check: (signal) => opa.check(signal), isRequired: false } }
      : {},
  };
}

function openOpa(
  { opa }: PoliciesConfiguration,
  {
    metrics,
    log,
    owner,
  }: { readonly metrics: PolicyMetrics; readonly log: Log; readonly owner: Pick<Owner, 'own'> },
): OpaClient | undefined {
  if (!opa) return undefined;
  const client = new OpaClient({ ...opa, metrics, log });
  owner.own('Open Policy Agent', () => client.close());
  return client;
}
