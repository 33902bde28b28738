import type { PolicyDecider, PolicyQuestion } from '../operation/policy-decider.ts';
import type { PolicyFacts } from './hold-condition.ts';
import type { Decisions, OpaClient } from './opa-client.ts';
import type { PolicyMetrics } from './policy-metrics.ts';
import type { PolicyRules } from './policy-rules.ts';
import { findVerifiedClaims } from './verified-claims.ts';

export interface PolicySourceOptions {
  /** The policies of the file; none without one. */
  readonly rules: PolicyRules | undefined;
  /** Decides the policies that the file does not. */
  readonly opa: Pick<OpaClient, 'decide'> | undefined;
  readonly metrics: Pick<PolicyMetrics, 'decided'>;
}

/** Decides policies by the conditions of a file, and those that it has not by an Open Policy Agent. */
export class PolicySource implements PolicyDecider {
  readonly #opa: PolicySourceOptions['opa'];
  readonly #metrics: PolicySourceOptions['metrics'];
  #rules: PolicyRules | undefined;

  constructor({ rules, opa, metrics }: PolicySourceOptions) {
    this.#rules = rules;
    this.#opa = opa;
    this.#metrics = metrics;
  }

  /** Takes newer policies, which count from the next decision on. */
  replace(rules: PolicyRules): void {
    this.#rules = rules;
  }

  /** Those of some policies that nobody decides. */
  listUndecided(policies: readonly string[]): readonly string[] {
    return this.#opa ? [] : policies.filter((policy) => this.#rules?.has(policy) !== true);
  }

  /** Those of the file that are not among some policies. */
  listUnused(policies: readonly string[]): readonly string[] {
    return (this.#rules?.names ?? []).filter((name) => !policies.includes(name));
  }

  decide(
    policies: readonly string[],
    { caller, clientAddress: address, operationName }: PolicyQuestion,
  ): ReadonlySet<string> | Promise<ReadonlySet<string>> {
    const claims = findVerifiedClaims(caller);
    const clientId = caller.principal?.clientId;
    const atMs = Date.now();
    const rest = policies.filter((policy) => this.#rules?.has(policy) !== true);
    const held = this.#holdByFile(policies, { claims, clientId, address, atMs });
    if (rest.length === 0) return held;
    const finish = (decisions: Decisions) => {
      for (const policy of rest) {
        const decision = decisions.get(policy);
        if (decision) held.add(policy);
        this.#metrics.decided(policy, decision === undefined ? 'undecided' : decision ? 'held' : 'refused');
      }
      return held;
    };
    if (!this.#opa) return finish(new Map());
    const input = {
      policies: rest.toSorted(),
      claims: claims ?? null,
      clientId: clientId ?? null,
      address,
      operationName: operationName ?? null,
    };
    const deciding = this.#opa.decide(input, atMs);
    return deciding instanceof Promise ? deciding.then(finish) : finish(deciding);
  }

  #holdByFile(policies: readonly string[], facts: PolicyFacts): Set<string> {
    const held = new Set<string>();
    for (const policy of policies) {
      if (this.#rules?.has(policy) !== true) continue;
      const isHeld = this.#rules.holds(policy, facts);
      if (isHeld) held.add(policy);
      this.#metrics.decided(policy, isHeld ? 'held' : 'refused');
    }
    return held;
  }
}
