import { CodedError } from '#platform/errors/coded-error.ts';
import { toCountedAddress } from '#platform/http/client-address.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import type { ReviewRefusedCredentials } from '../credentials/credentials.ts';
import type { SignInRefused } from '../session/session-context.ts';
import type { GatewayAudit } from './gateway-audit.ts';

/** Records credentials that were refused. */
export function auditCredentials(audit: GatewayAudit): ReviewRefusedCredentials {
  return async (error, { clientAddress, requestId }) => {
    const isRefusal = error instanceof TokenError || (error instanceof CodedError && 'statusCode' in error);
    if (!isRefusal || error.code === 'PROVIDER_UNREACHABLE') return;
    await audit.recordOften({
      action: 'TOKEN_REFUSED',
      principal: undefined,
      clientAddress,
      requestId,
      outcome: 'REFUSED',
      code: error.code,
    });
  };
}

/** Records sign-ins that failed. */
export function auditSignIns(audit: GatewayAudit): SignInRefused {
  return ({ ip, id: requestId }, code) =>
    audit.recordOften({
      action: 'SIGN_IN_REFUSED',
      principal: undefined,
      clientAddress: toCountedAddress(ip),
      requestId,
      outcome: 'REFUSED',
      code,
    });
}
