import { Counter, Histogram, type Registry } from 'prom-client';

/** The end of a question to an Open Policy Agent. */
export type OpaOutcome = 'answered' | 'timeout' | 'unavailable' | 'invalid';

/** The figures of policies. */
export interface PolicyMetrics {
  /** A policy was decided, or, `undecided`, was not and so does not hold. */
  decided(policy: string, outcome: 'held' | 'refused' | 'undecided'): void;
  opaAsked(outcome: OpaOutcome, seconds: number): void;
}

/** Puts the figures into a process's registry. The names of policies are those of the supergraph. */
export function createPolicyMetrics(registry: Registry): PolicyMetrics {
  const registers = [registry];
  const decisions = new Counter({
    name: 'gateway_policy_decisions_total',
    help: 'Decisions about policies, by policy and outcome; what nobody decides does not hold.',
    labelNames: ['policy', 'outcome'] as const,
    registers,
  });
  const requests = new Counter({
    name: 'gateway_opa_requests_total',
    help: 'Questions to the Open Policy Agent, by how they ended.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'gateway_opa_request_duration_seconds',
    help: 'Time of questions to the Open Policy Agent, in seconds.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    decided: (policy, outcome) => decisions.inc({ policy, outcome }),
    opaAsked(outcome, elapsed) {
      requests.inc({ outcome });
      seconds.observe(elapsed);
    },
  };
}
