import type { AdmissionCheck } from '../operation/admission-check.ts';
import type { AdmitOperation } from '../operation/admit.ts';
import type { AnswerOperation } from '../operation/answer-operation.ts';
import { getDocumentHash } from '../operation/document-hash.ts';
import { findEstimatedCost } from '../operation/estimated-cost.ts';
import type { ReadOperation } from '../operation/read-operation.ts';
import type { Subscriptions } from '../subscription/subscriptions.ts';
import type { AccessLog } from './access-log.ts';

/** The operations that were read, until it is known what becomes of them. */
type ReadOperations = Map<string, ReadOperation>;

/** Adds to each access what operation it asks for. */
export class OperationNotes {
  readonly #accessLog: AccessLog;
  readonly #read: ReadOperations = new Map();

  constructor(accessLog: AccessLog) {
    this.#accessLog = accessLog;
  }

  /** Refuses nothing. It comes before all other checks, so that what they refuse is named. */
  readonly check: AdmissionCheck = {
    beforeReading: ({ requestId, caller, transport, parameters }) => {
      const access = this.#accessLog.find(requestId);
      if (!access) return undefined;
      access.transport = transport;
      access.operationName = parameters.operationName;
      access.subject = caller.principal?.subject;
      access.clientId = caller.principal?.clientId;
      return undefined;
    },
    beforeRunning: (operation, { requestId }) => {
      const access = this.#accessLog.find(requestId);
      if (!access) return undefined;
      const { definition, document } = operation;
      access.operationType = definition.operation;
      access.operationName = definition.name?.value;
      access.documentHash = getDocumentHash(document.asked);
      this.#read.set(requestId, operation);
      return undefined;
    },
  };

  /** Notes what operations cost, and why they are refused. */
  noteAdmission(admit: AdmitOperation): AdmitOperation {
    return async (incoming) => {
      const { requestId } = incoming;
      try {
        const admission = await admit(incoming);
        const access = this.#accessLog.find(requestId);
        if (!access) return admission;
        const operation = this.#read.get(requestId);
        access.cost = operation && findEstimatedCost(operation);
        if (admission.kind === 'refused') access.code = toFirstCode(admission.errors);
        return admission;
      } finally {
        this.#read.delete(requestId);
      }
    };
  }

  /** Notes the first errors of answers. */
  noteAnswers(answer: AnswerOperation): AnswerOperation {
    return async (operation, context) => {
      const given = await answer(operation, context);
      const access = given.errors?.length ? this.#accessLog.find(context.requestId) : undefined;
      if (access) access.code = toFirstCode(given.errors);
      return given;
    };
  }

  /** Notes why subscriptions are refused. */
  noteSubscriptions(subscriptions: Subscriptions): Subscriptions {
    return {
      open: async (request) => {
        const opened = await subscriptions.open(request);
        const access = opened.kind === 'refused' ? this.#accessLog.find(request.requestId) : undefined;
        if (access && opened.kind === 'refused') access.code = toFirstCode(opened.errors);
        return opened;
      },
      figures: () => subscriptions.figures(),
      close: () => subscriptions.close(),
    };
  }
}

interface ErrorEntry {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The code of the first error, as clients see it. */
export function toFirstCode(errors: readonly ErrorEntry[] = []): string {
  const code = errors[0]?.extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}
