import { CodedError } from '#platform/errors/coded-error.ts';

/** Why a caller may not come in this way, whoever it is. */
export type ClientRuleErrorCode = 'ADDRESS_NOT_ALLOWED' | 'ORIGIN_NOT_ALLOWED';

const messages: Readonly<Record<ClientRuleErrorCode, string>> = {
  ADDRESS_NOT_ALLOWED: 'This client may not call from this address.',
  ORIGIN_NOT_ALLOWED: 'This client may not be used by pages of this origin.',
};

/** A request that a rule of clients refuses. Which rule it is, and what it would let in, is not told. */
export class ClientRuleError extends CodedError<ClientRuleErrorCode> {
  readonly statusCode = 403;

  constructor(code: ClientRuleErrorCode) {
    super(code, messages[code]);
    this.name = 'ClientRuleError';
  }
}
