import { getOperationAST, Kind, OperationTypeNode } from 'graphql';
import type { AdmitAddress } from '../clients/common/address-gate.ts';
import type { AdmitOperation } from '../operation/admit.ts';
import type { ReviewCut } from '../operation/answer-operation.ts';
import { type OperationRefusal, refuseWith } from '../operation/refusal.ts';
import { AuditUnavailableError } from './audit-unavailable-error.ts';
import type { GatewayAudit } from './gateway-audit.ts';

const cutCode = 'UNAUTHORIZED_FIELD_OR_TYPE';
/** Codes of limits over time, and of limits of documents and variables. */
const limitCode = /^(?:RATE_LIMITED|[A-Z_]+_LIMIT)$/;

/** Records operations that asked for a change their caller has no right to: one entry each, whatever else they asked for. */
export function auditCuts(audit: GatewayAudit): ReviewCut {
  return async ({ document, operationName }, { caller, clientAddress, requestId }, paths) => {
    const definition = getOperationAST(document, operationName);
    if (definition?.operation !== OperationTypeNode.MUTATION) return;
    const cut = new Set(paths.filter(({ length }) => length === 1).map(([key]) => key));
    if (cut.size === 0) return;
    // By the name in the schema: an alias is whatever the client wrote.
    const field = definition.selectionSet.selections.find(
      (selection) => selection.kind === Kind.FIELD && cut.has((selection.alias ?? selection.name).value),
    );
    const { principal } = caller;
    const event = {
      action: 'MUTATION_REFUSED',
      principal,
      clientAddress,
      requestId,
      outcome: 'REFUSED',
      code: cutCode,
      object: field?.kind === Kind.FIELD ? { type: 'Mutation', id: field.name.value } : null,
    } as const;
    await (principal === undefined ? audit.recordOften(event) : audit.record(event));
  };
}

/** Records operations that are refused because a limit is exceeded. */
export function auditAdmission(admit: AdmitOperation, audit: GatewayAudit): AdmitOperation {
  return async (incoming) => {
    const admitted = await admit(incoming);
    if (admitted.kind !== 'refused') return admitted;
    const { caller, clientAddress } = incoming;
    return recordRefusal(audit, admitted, { principal: caller.principal, clientAddress });
  };
}

/** Records requests that are refused by their address. */
export function auditAddresses(admitAddress: AdmitAddress, audit: GatewayAudit): AdmitAddress {
  return (clientAddress, setHeader) => {
    const admitted = admitAddress(clientAddress, setHeader);
    const finish = (refusal: OperationRefusal | undefined) =>
      refusal && recordRefusal(audit, refusal, { principal: undefined, clientAddress });
    return admitted instanceof Promise ? admitted.then(finish) : finish(admitted);
  };
}

async function recordRefusal(
  audit: GatewayAudit,
  refusal: OperationRefusal,
  caller: Pick<Parameters<GatewayAudit['recordOften']>[0], 'principal' | 'clientAddress'>,
): Promise<OperationRefusal> {
  const code = refusal.errors.map(({ extensions }) => extensions?.['code']).find(isLimitCode);
  if (code === undefined) return refusal;
  try {
    await audit.recordOften({
      action: 'LIMIT_EXCEEDED',
      ...caller,
      requestId: null,
      outcome: 'REFUSED',
      code,
    });
    return refusal;
  } catch (error) {
    if (!(error instanceof AuditUnavailableError)) throw error;
    return refuseWith(error.code, error.message, error.statusCode);
  }
}

function isLimitCode(code: unknown): code is string {
  return typeof code === 'string' && limitCode.test(code);
}
