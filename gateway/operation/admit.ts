import type { DocumentNode, OperationTypeNode } from 'graphql';
import type { FederatedGraph } from '../graph/graph.ts';
import type { AdmissionCheck } from './admission-check.ts';
import { toInternalVariables } from './client-names.ts';
import type { IncomingOperation } from './incoming-operation.ts';
import type { OperationParameters } from './operation-parameters.ts';
import { createOperationReader, type ReaderOptions, type ReadOperation } from './read-operation.ts';
import type { OperationRefusal } from './refusal.ts';

/** An operation that may be run: within the limits, valid, with variables that fit, and passed by all checks. */
export interface AdmittedOperation {
  readonly kind: 'admitted';
  /** The graph that the document was found valid against. */
  readonly graph: FederatedGraph;
  /** The same object for the same text: plans are kept by it. Reserved names have been replaced, and `@defer` is gone. */
  readonly document: DocumentNode;
  /** The same with `@defer`, if the client wrote any: for those that take parts of the answer later. */
  readonly deferring: DocumentNode | undefined;
  readonly type: `${OperationTypeNode}`;
  readonly operationName: string | undefined;
  /** As the client sent them, under the names that the document gives them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Decides whether one operation of one caller is run. Each operation passes here once. */
export type AdmitOperation = (incoming: IncomingOperation) => Promise<AdmittedOperation | OperationRefusal>;

/** The entry of all operations. */
export interface Admission {
  readonly admit: AdmitOperation;
  /**
   * The form of an operation that anybody could ask for, `undefined` of any other. It only decides how the operation is
   * answered; nothing is admitted by it and nothing counted.
   */
  classify(graph: FederatedGraph, parameters: OperationParameters): OperationForm | undefined;
}

/** The form of an operation, on which the way of answering it depends. */
export interface OperationForm {
  readonly type: `${OperationTypeNode}`;
  /** True if the document has `@defer`. */
  readonly isDeferring: boolean;
}

export interface AdmissionOptions extends ReaderOptions {
  readonly checks: readonly AdmissionCheck[];
}

/** Creates the one entry of all operations, whatever brings them: HTTP, a stream or a WebSocket. */
export function createAdmission({ checks, ...options }: AdmissionOptions): Admission {
  const read = createOperationReader(options);
  const checksBeforeReading = checks.flatMap(({ beforeReading }) => beforeReading ?? []);
  const checksBeforeRunning = checks.flatMap(({ beforeRunning }) => beforeRunning ?? []);
  return {
    async admit(incoming) {
      for (const check of checksBeforeReading) {
        const verdict = check(incoming);
        const refusal = verdict instanceof Promise ? await verdict : verdict;
        if (refusal) return refusal;
      }
      const operation = read(incoming.graph, incoming.parameters, incoming.caller.principal);
      if (operation.kind === 'refused') return operation;
      for (const check of checksBeforeRunning) {
        const verdict = check(operation, incoming);
        const refusal = verdict instanceof Promise ? await verdict : verdict;
        if (refusal) return refusal;
      }
      return toAdmitted(operation);
    },
    classify(graph, parameters) {
      const operation = read(graph, parameters, undefined);
      if (operation.kind === 'refused') return undefined;
      const { definition, document } = operation;
      return { type: definition.operation, isDeferring: document.deferring !== undefined };
    },
  };
}

function toAdmitted({
  graph,
  document,
  definition,
  operationName,
  variables,
}: ReadOperation): AdmittedOperation {
  return {
    kind: 'admitted',
    graph,
    document: document.internal,
    deferring: document.deferring,
    type: definition.operation,
    operationName,
    variables: toInternalVariables(document.internal, variables),
  };
}
