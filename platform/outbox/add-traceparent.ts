import { traceHeader } from '#platform/event-log/traced-event-log.ts';
import { findCurrentSpan } from '#platform/tracing/tracing.ts';

/** Adds to the headers of a message the span that wrote it, if its trace is recorded: who reads the message follows from it. */
export function addTraceparent(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const span = findCurrentSpan();
  return span?.isRecorded ? { ...headers, [traceHeader]: span.traceparent } : headers;
}
