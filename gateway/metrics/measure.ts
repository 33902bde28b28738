import { getOperationAST } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { AdmitOperation } from '../operation/admit.ts';
import type { AnswerOperation } from '../operation/answer-operation.ts';
import { getDocumentHash } from '../operation/document-hash.ts';
import { hasLeft } from '../upstream/has-left.ts';
import type { SubgraphCall, SubgraphTransport, TransportErrorCode } from '../upstream/subgraph-transport.ts';
import type { GatewayMetrics, SubgraphOutcome } from './gateway-metrics.ts';

/** Counts and times the requests that a transport carries. */
export function measureTransport(transport: SubgraphTransport, metrics: GatewayMetrics): SubgraphTransport {
  return {
    async send(request, call) {
      const from = performance.now();
      const note = (outcome: SubgraphOutcome) =>
        metrics.subgraphAnswered(request.subgraph, outcome, secondsSince(from));
      try {
        const response = await transport.send(request, call);
        const { errors = [] } = response;
        note(errors.length > 0 ? 'errors' : 'ok');
        if (errors.length > 0) metrics.subgraphErrors(request.subgraph, errors.map(toCode));
        return response;
      } catch (error) {
        note(toOutcome(error, call));
        throw error;
      }
    },
  };
}

/** Counts and times the operations that are answered. */
export function measureAnswers(answer: AnswerOperation, metrics: GatewayMetrics): AnswerOperation {
  return async (operation, context) => {
    const from = performance.now();
    const result = await answer(operation, context);
    const definition = getOperationAST(operation.document, operation.operationName);
    metrics.operationAnswered({
      type: definition?.operation ?? 'unknown',
      name: definition?.name?.value,
      hash: getDocumentHash(operation.document),
      client: context.client,
      codes: (result.errors ?? []).map(toCode),
      seconds: secondsSince(from),
    });
    return result;
  };
}

/** Counts the operations that are refused, by the code of their first error. */
export function measureAdmission(admit: AdmitOperation, metrics: GatewayMetrics): AdmitOperation {
  return async (incoming) => {
    const admission = await admit(incoming);
    if (admission.kind === 'refused') {
      metrics.operationRefused(String(admission.errors[0]?.extensions?.code ?? 'none'));
    }
    return admission;
  };
}

function toCode({
  extensions,
}: {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}): string {
  const code = extensions?.['code'];
  return typeof code === 'string' && code !== '' ? code : 'none';
}

function toOutcome(error: unknown, { signal }: SubgraphCall): SubgraphOutcome {
  if (hasLeft(signal)) return 'left';
  return error instanceof CodedError && isTransportErrorCode(error.code)
    ? error.code
    : 'SUBGRAPH_UNAVAILABLE';
}

function isTransportErrorCode(code: string): code is TransportErrorCode {
  return (
    code === 'SUBGRAPH_UNAVAILABLE' || code === 'SUBGRAPH_TIMEOUT' || code === 'SUBGRAPH_RESPONSE_INVALID'
  );
}

function secondsSince(fromMs: number): number {
  return (performance.now() - fromMs) / 1_000;
}
