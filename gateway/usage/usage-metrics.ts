import { Counter, type Registry } from 'prom-client';
import type { SendOutcome } from './usage-sender.ts';

/** Is told of what becomes of usage reports. */
export interface UsageMetrics {
  /** `left_out`: there are too many different ones. */
  operationCounted(outcome: 'counted' | 'left_out'): void;
  reportEnded(outcome: SendOutcome): void;
}

/** Puts the figures into a process's registry. */
export function createUsageMetrics(registry: Registry): UsageMetrics {
  const registers = [registry];
  const operations = new Counter({
    name: 'gateway_usage_operations_total',
    help: 'Operations counted for the usage report, or left out as there are too many different ones.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const reports = new Counter({
    name: 'gateway_usage_reports_total',
    help: 'Usage reports sent, refused for good, or failed and tried again.',
    labelNames: ['outcome'] as const,
    registers,
  });
  return {
    operationCounted: (outcome) => operations.inc({ outcome }),
    reportEnded: (outcome) => reports.inc({ outcome }),
  };
}
