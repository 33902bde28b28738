import { CodedError } from '#platform/errors/coded-error.ts';
import { isSampled } from '#platform/tracing/traceparent.ts';
import type { SpanAttributes, TraceSpan, Tracing } from '#platform/tracing/tracing.ts';
import type { EventLog, LogBatch, NewRecord, SubscribeOptions } from './event-log.ts';

/** The header of a record that names the span it follows from (W3C Trace Context). */
export const traceHeader = 'traceparent';

/** The number of records of one append or batch that have spans: a backlog must not become a flood of them. */
const maxSpans = 100;

/**
 * Records a span of each appended record that belongs to a recorded trace, and one of each that is read. Such a record names
 * in its header the span that it follows from; once appended, it names the span of its append. Records of no trace are left as they are.
 */
export function traceEventLog(log: EventLog, tracing: Tracing): EventLog {
  return {
    ensureTopic: (topic, partitions) => log.ensureTopic(topic, partitions),
    async append(topic, records, signal) {
      const spans: TraceSpan[] = [];
      const traced = records.map((record) => {
        const parent = record.headers?.[traceHeader];
        if (spans.length === maxSpans || !isSampled(parent)) return record;
        const span = tracing.startSpan(`send ${topic}`, {
          kind: 'producer',
          parent,
          attributes: toAttributes(topic, 'send'),
        });
        spans.push(span);
        return withParent(record, span);
      });
      return during(spans, () => log.append(topic, traced, signal));
    },
    subscribe: (options) => log.subscribe({ ...options, onBatch: traceBatches(options, tracing) }),
    startOffsets: (topic) => log.startOffsets(topic),
    endOffsets: (topic) => log.endOffsets(topic),
    ping: () => log.ping(),
    close: () => log.close(),
  };
}

function traceBatches(
  { topic, group, onBatch }: SubscribeOptions,
  tracing: Tracing,
): SubscribeOptions['onBatch'] {
  return (batch, signal) => {
    const attributes = {
      ...toAttributes(topic, 'process'),
      'messaging.consumer.group.name': group,
      'messaging.destination.partition.id': String(batch.partition),
    };
    const spans = findParents(batch).map((parent) =>
      tracing.startSpan(`process ${topic}`, { kind: 'consumer', parent, attributes }),
    );
    return during(spans, () => onBatch(batch, signal));
  };
}

/** The spans that records of a batch follow from, of those that belong to recorded traces. */
function findParents({ records }: LogBatch): readonly string[] {
  const parents: string[] = [];
  for (const { headers } of records) {
    const parent = headers[traceHeader];
    if (isSampled(parent)) parents.push(parent);
    if (parents.length === maxSpans) break;
  }
  return parents;
}

/** Ends the spans with the work. */
async function during<Result>(spans: readonly TraceSpan[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'unknown';
    for (const span of spans) span.fail(code);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

function withParent(record: NewRecord, { traceparent }: TraceSpan): NewRecord {
  return { ...record, headers: { ...record.headers, [traceHeader]: traceparent } };
}

/** The names of OpenTelemetry's conventions for messages. */
function toAttributes(topic: string, operation: 'send' | 'process'): SpanAttributes {
  return {
    'messaging.destination.name': topic,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
  };
}
