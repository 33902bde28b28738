import { findCurrentSpan, runInSpan, type Tracing } from '#platform/tracing/tracing.ts';
import type { PlanObserver } from '../graph/planner/cached-planner.ts';
import type { AdmitOperation } from '../operation/admit.ts';
import type { AnswerOperation } from '../operation/answer-operation.ts';
import { toErrorType, toOperationAttributes } from './operation-attributes.ts';

/**
 * Records a span of each query and mutation, whatever brought it. Its requests to subgraphs follow from this span, as the
 * `traceparent` for them names it. The span of the HTTP request that brought it is told of the operation, too.
 */
export function traceAnswers(answer: AnswerOperation, tracing: Tracing): AnswerOperation {
  return async (operation, context) => {
    const { subgraphHeaders } = context;
    const attributes = toOperationAttributes(operation.document, operation.operationName);
    findCurrentSpan()?.set(attributes);
    const span = tracing.startSpan(attributes['graphql.operation.type'], {
      kind: 'internal',
      parent: subgraphHeaders['traceparent'],
      attributes,
    });
    const traced = { ...context, subgraphHeaders: { ...subgraphHeaders, traceparent: span.traceparent } };
    try {
      const result = await runInSpan(span, () => answer(operation, traced));
      if (result.errors?.length) span.fail(toErrorType(result.errors));
      return result;
    } finally {
      span.end();
    }
  };
}

/** Records a span of reading an operation that came by HTTP: parsing, validation, limits and checks. */
export function traceAdmission(admit: AdmitOperation, tracing: Tracing): AdmitOperation {
  return async (incoming) => {
    const request = findCurrentSpan();
    if (!request?.isRecorded) return admit(incoming);
    const span = tracing.startSpan('admit', { kind: 'internal', parent: request.traceparent });
    try {
      const admission = await admit(incoming);
      if (admission.kind === 'refused') span.fail(toErrorType(admission.errors));
      return admission;
    } finally {
      span.end();
    }
  };
}

/** Records a span of each plan that is made, under the operation that needs it. */
export function tracePlans(observer: PlanObserver, tracing: Tracing): PlanObserver {
  return {
    found: observer.found,
    made(seconds) {
      observer.made(seconds);
      const parent = findCurrentSpan()?.traceparent;
      const startMs = Date.now() - seconds * 1_000;
      if (parent !== undefined) tracing.startSpan('plan', { kind: 'internal', parent, startMs }).end();
    },
  };
}
