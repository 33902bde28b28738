import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { SpanQueue, type SpanQueueOptions } from './span-queue.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';
import type { SpanAttributes, SpanOptions, TraceSpan, Tracing } from './tracing.ts';
import type { SamplerName, TracingVariables } from './tracing-fields.ts';

export interface OtelTracingOptions
  extends Pick<SpanQueueOptions, 'onExported' | 'onDropped' | 'closeTimeoutMs'> {
  readonly serviceName: string;
  /** The address that takes spans. */
  readonly url: string;
  readonly variables: TracingVariables;
}

/** Bounds of one span. Names that clients chose may be long. */
const spanLimits = { attributeCountLimit: 32, attributeValueLengthLimit: 256, linkCountLimit: 128 };

const kinds: Readonly<Record<SpanOptions['kind'], SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/**
 * Traces by OpenTelemetry's SDK, sent as OTLP over HTTP in JSON. Nothing is registered as global, so that no library traces by
 * itself, and each service of a process has traces of its own.
 */
export function createOtelTracing(options: OtelTracingOptions): Tracing & { close(): Promise<void> } {
  const { serviceName, url, variables } = options;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      ...variables.OTEL_RESOURCE_ATTRIBUTES,
      'service.name': variables.OTEL_SERVICE_NAME ?? serviceName,
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': 'opentelemetry',
    }),
    sampler: createSampler(variables.OTEL_TRACES_SAMPLER, variables.OTEL_TRACES_SAMPLER_ARG),
    spanLimits,
    spanProcessors: [
      new SpanQueue({
        ...options,
        exporter: new OTLPTraceExporter({
          url,
          headers: variables.OTEL_EXPORTER_OTLP_HEADERS,
          timeoutMillis: variables.OTEL_EXPORTER_OTLP_TIMEOUT,
        }),
        maxSpans: variables.OTEL_BSP_MAX_QUEUE_SIZE,
        delayMs: variables.OTEL_BSP_SCHEDULE_DELAY,
        exportTimeoutMs: variables.OTEL_EXPORTER_OTLP_TIMEOUT + 1_000,
      }),
    ],
  });
  const tracer = provider.getTracer('facturation');
  return {
    startSpan: (name, { kind, parent, links = [], attributes = {}, startMs }) =>
      new OtelSpan(
        tracer.startSpan(
          name,
          {
            kind: kinds[kind],
            attributes: { ...attributes },
            links: links.flatMap(toLink),
            ...(startMs !== undefined && { startTime: startMs }),
          },
          toContext(parent),
        ),
      ),
    close: () => provider.shutdown(),
  };
}

class OtelSpan implements TraceSpan {
  readonly traceparent: string;
  readonly isRecorded: boolean;
  readonly #span: Span;
  #isEnded = false;

  constructor(span: Span) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceparent = formatTraceparent({ traceId, parentId: spanId, flags: traceFlags });
    this.isRecorded = span.isRecording();
    this.#span = span;
  }

  set(attributes: SpanAttributes): void {
    if (!this.#isEnded) this.#span.setAttributes({ ...attributes });
  }

  fail(code: string): void {
    if (this.#isEnded) return;
    this.#span.setAttribute('error.type', code);
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#span.end();
  }
}

function toContext(parent: string | undefined): Context {
  const context = toSpanContext(parent);
  return context === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, context);
}

function toLink(traceparent: string) {
  const context = toSpanContext(traceparent);
  return context === undefined ? [] : [{ context }];
}

function toSpanContext(traceparent: string | undefined) {
  const parsed = parseTraceparent(traceparent);
  if (parsed === undefined) return undefined;
  const { traceId, parentId: spanId, flags } = parsed;
  return { traceId, spanId, traceFlags: flags & 1, isRemote: true };
}

function createSampler(name: SamplerName, ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}
