import { Counter, type Registry } from 'prom-client';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { Tracing } from './tracing.ts';
import { type TracingVariables, toTracesUrl } from './tracing-fields.ts';

export interface TracingParts {
  /** The service's name, unless its variables give another. */
  readonly name: string;
  readonly log: Log;
  /** Counts the spans that were exported and dropped. */
  readonly registry: Registry;
  readonly owner: Pick<Owner, 'own'>;
}

/** For the last spans at the end of a service, in milliseconds. */
const closeTimeoutMs = 2_000;
/** The least time between two log lines about spans that could not be exported, in milliseconds. */
const complaintEveryMs = 60_000;

/**
 * Begins to trace if the variables name a receiver. The owner closes it last of what was opened after it, so that their
 * spans are sent.
 *
 * @returns `undefined` if there are to be no traces: none of OpenTelemetry's code is loaded then
 */
export async function openTracing(
  variables: TracingVariables,
  { name, log, registry, owner }: TracingParts,
): Promise<Tracing | undefined> {
  const url = toTracesUrl(variables);
  if (url === undefined) return undefined;
  const exported = new Counter({
    name: 'tracing_spans_exported_total',
    help: 'Spans that the receiver of traces took.',
    registers: [registry],
  });
  const dropped = new Counter({
    name: 'tracing_spans_dropped_total',
    help: 'Spans that were lost, since too many waited or the receiver did not take them.',
    labelNames: ['reason'] as const,
    registers: [registry],
  });
  const complain = createComplaint(log);
  const { createOtelTracing } = await import('./otel-tracing.ts');
  const tracing = createOtelTracing({
    serviceName: name,
    url,
    variables,
    closeTimeoutMs,
    onExported: (spans) => exported.inc(spans),
    onDropped(spans, reason, error) {
      dropped.inc({ reason }, spans);
      complain(spans, error);
    },
  });
  owner.own('traces', () => tracing.close());
  log.info({ receiver: new URL(url).origin, sampler: variables.OTEL_TRACES_SAMPLER }, 'traces are sent');
  return tracing;
}

/** Logs that spans were lost, at most once a minute, with the number since the last time. */
function createComplaint(log: Log): (spans: number, error: Error | undefined) => void {
  let lost = 0;
  let quietUntilMs = 0;
  return (spans, error) => {
    lost += spans;
    const nowMs = performance.now();
    if (nowMs < quietUntilMs) return;
    quietUntilMs = nowMs + complaintEveryMs;
    log.warn({ spans: lost, reason: error?.message ?? 'too many spans wait' }, 'spans were dropped');
    lost = 0;
  };
}
