import { AsyncLocalStorage } from 'node:async_hooks';

/** A value that a span may have as an attribute. */
type AttributeValue = string | number | boolean;

/** The attributes of a span. Values of variables, tokens and personal data do not belong here. */
export type SpanAttributes = Readonly<Record<string, AttributeValue | undefined>>;

export interface SpanOptions {
  /** The side of a call that the span is on; `internal` if it is no call. */
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** The `traceparent` that the work follows from. Without a valid one the span begins a trace. */
  readonly parent?: string | undefined;
  /** The `traceparent` of other work that led to this one. */
  readonly links?: readonly string[];
  readonly attributes?: SpanAttributes;
  /** The start, in milliseconds since 1970; now when absent. */
  readonly startMs?: number;
}

/** A piece of work in a trace. */
export interface TraceSpan {
  /** For whatever follows from this work, also if the trace is not recorded. */
  readonly traceparent: string;
  /** False if nobody will see the span, so that attributes need not be computed. */
  readonly isRecorded: boolean;
  set(attributes: SpanAttributes): void;
  /** Marks the work as failed; `code` becomes the attribute `error.type`. */
  fail(code: string): void;
  /** Only the first call counts. */
  end(): void;
}

/** Records what a service does, as spans of traces. A service without traces has none of it. */
export interface Tracing {
  startSpan(name: string, options: SpanOptions): TraceSpan;
}

const current = new AsyncLocalStorage<TraceSpan>();

/** Runs work, and all that it calls and awaits, on behalf of a span. */
export function runInSpan<Result>(span: TraceSpan, work: () => Result): Result {
  return current.run(span, work);
}

/** The span on whose behalf this is called. */
export function findCurrentSpan(): TraceSpan | undefined {
  return current.getStore();
}
