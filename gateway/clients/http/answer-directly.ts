import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Log } from '#platform/log/log.ts';
import type { GraphHolder } from '../../graph/graph-holder.ts';
import type { AdmitOperation } from '../../operation/admit.ts';
import type { AnswerOperation } from '../../operation/answer-operation.ts';
import { toAnswerText } from '../../operation/answer-text.ts';
import type { GraphQLAnswer } from '../../operation/graphql-answer.ts';
import type { PersistedQueries } from '../../operation/persisted-queries.ts';
import { toRefusalHeaders, toRefusalStatus } from '../common/refusal-status.ts';
import type { HttpContext } from './http-context.ts';
import { findOrdinaryRequest, type OrdinaryRequest, type RequestParts } from './ordinary-request.ts';
import { subscriptionRefusal } from './refuse-subscriptions.ts';

/** The answer to one request. */
interface DirectAnswer {
  readonly status: number;
  /** In the order in which they are sent. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | Buffer;
}

/** Answers an ordinary request, and is `undefined` for any other one, of which it does nothing. */
export type AnswerDirectly = (
  request: RequestParts,
  toContext: () => HttpContext,
) => Promise<DirectAnswer> | undefined;

export interface DirectPathOptions {
  readonly graphs: Pick<GraphHolder, 'current'>;
  readonly admit: AdmitOperation;
  readonly answer: AnswerOperation;
  readonly persistedQueries: PersistedQueries;
  readonly log: Log;
}

/**
 * Creates the direct path: it answers ordinary requests as Apollo Server does with this gateway's plugins, byte for byte, and costs a
 * fraction of it. Whatever is odd about a request is for Apollo Server to judge.
 */
export function createDirectPath(options: DirectPathOptions): AnswerDirectly {
  return (request, toContext) => {
    const ordinary = findOrdinaryRequest(request, options.persistedQueries);
    return ordinary && answerOrdinary(ordinary, toContext(), options);
  };
}

async function answerOrdinary(
  { parameters, answerType }: OrdinaryRequest,
  context: HttpContext,
  { graphs, admit, answer, log }: DirectPathOptions,
): Promise<DirectAnswer> {
  const toAnswer = (
    status: number,
    body: string | Buffer,
    headers?: Iterable<[string, string]>,
  ): DirectAnswer => ({
    status,
    headers: new Map([...(headers ?? []), ['content-type', answerType] as const]),
    body,
  });
  try {
    const { requestId, caller, clientAddress, signal, setHeader } = context;
    const graph = graphs.current;
    const transport = 'http';
    const admitted = await admit({
      graph,
      requestId,
      parameters,
      caller,
      transport,
      clientAddress,
      signal,
      setHeader,
    });
    if (admitted.kind === 'refused') {
      const { errors } = admitted;
      return toAnswer(toRefusalStatus(admitted, answerType), toBody({ errors }), toRefusalHeaders(admitted));
    }
    if (admitted.type === 'subscription') {
      const { status, message, code } = subscriptionRefusal;
      return toAnswer(status, toBody({ errors: [{ message, extensions: { code } }] }));
    }
    const { document, operationName, variables } = admitted;
    const given = await answer({ graph, document, operationName, variables }, context);
    return toAnswer(200, given.isShared ? findSharedBytes(given) : toAnswerBody(given));
  } catch (error) {
    log.error({ err: error, requestId: context.requestId }, 'a request failed unexpectedly');
    return toAnswer(500, toBody({ errors: [internalError] }));
  }
}

/** The bytes of answers that several clients are given: they are made once, and kept for as long as the answers are. */
const sharedBytes = new WeakMap<GraphQLAnswer, Buffer>();

function findSharedBytes(answer: GraphQLAnswer): Buffer {
  const known = sharedBytes.get(answer);
  if (known !== undefined) return known;
  const bytes = Buffer.from(toAnswerBody(answer));
  sharedBytes.set(answer, bytes);
  return bytes;
}

function toAnswerBody({ errors, ...rest }: GraphQLAnswer): string {
  return toBody({ ...rest, errors: errors?.map(toFormattedError) });
}

function toBody(answer: Parameters<typeof toAnswerText>[0]): string {
  return `${toAnswerText(answer)}\n`;
}

const internalCode = 'INTERNAL_SERVER_ERROR';

/** In the words of Apollo Server, which tells no more than this. */
const internalError: GraphQLFormattedError = {
  message: 'Internal server error',
  extensions: { code: internalCode },
};

/** An error that has no code is a fault of the server to Apollo Server. */
function toFormattedError(error: GraphQLError): GraphQLFormattedError {
  const { code = internalCode } = error.extensions;
  return { ...error.toJSON(), extensions: { ...error.extensions, code } };
}
