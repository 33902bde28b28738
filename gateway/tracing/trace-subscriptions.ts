import { findCurrentSpan, type Tracing } from '#platform/tracing/tracing.ts';
import type { RunEvent } from '../subscription/run-event.ts';
import type { Subscriptions } from '../subscription/subscriptions.ts';
import { toErrorType, toOperationAttributes } from './operation-attributes.ts';

/**
 * Records a span of the start of each subscription, which ends when it is open or refused, as does the span of the request
 * that brought it: a span that lasts as long as a client listens would never be seen.
 */
export function traceSubscriptions(subscriptions: Subscriptions, tracing: Tracing): Subscriptions {
  return {
    async open(request) {
      const { document, operationName, forwarded } = request;
      const attributes = toOperationAttributes(document, operationName);
      const carrier = findCurrentSpan();
      carrier?.set(attributes);
      const span = tracing.startSpan('subscription', {
        kind: 'internal',
        parent: forwarded['traceparent'],
        attributes,
      });
      try {
        const opened = await subscriptions.open({
          ...request,
          forwarded: { ...forwarded, traceparent: span.traceparent },
        });
        if (opened.kind === 'refused') span.fail(toErrorType(opened.errors));
        else carrier?.end();
        return opened;
      } finally {
        span.end();
      }
    },
    figures: () => subscriptions.figures(),
    close: () => subscriptions.close(),
  };
}

/**
 * Records each event in a trace of its own, linked to the start of the subscription on whose behalf it is completed: of those
 * who share it, the one whose token is used.
 */
export function traceEvents(runEvent: RunEvent, tracing: Tracing): RunEvent {
  return async (context, event, call) => {
    const { traceparent } = call.headers;
    const span = tracing.startSpan('subscription event', {
      kind: 'internal',
      links: traceparent === undefined ? [] : [traceparent],
      attributes: toOperationAttributes(context.askedDocument, context.operationName),
    });
    try {
      const headers = { ...call.headers, traceparent: span.traceparent };
      const result = await runEvent(context, event, { ...call, headers });
      if (result.errors?.length) span.fail(toErrorType(result.errors));
      return result;
    } finally {
      span.end();
    }
  };
}
