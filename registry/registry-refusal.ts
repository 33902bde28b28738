import { GraphQLError } from 'graphql';

/** The codes of refusals. */
export type RegistryRefusalCode =
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'LIMIT_EXCEEDED'
  | 'NOT_FOUND'
  | 'NOT_OFFERED'
  | 'TOO_MANY_REQUESTS'
  | 'UNAUTHENTICATED';

/** Statuses of codes that are more than a bad request. */
const statusOf: Partial<Record<RegistryRefusalCode, number>> = {
  CONFLICT: 409,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
  UNAUTHENTICATED: 401,
};

/** A refusal that callers are told of, in plain words. Routes beside Rover's throw it: the server answers with status, code and message. */
export class RegistryRefusal extends GraphQLError {
  readonly code: RegistryRefusalCode;
  /** Of the HTTP answer, on routes beside Rover's. */
  readonly statusCode: number;

  constructor(code: RegistryRefusalCode, message: string) {
    super(message, { extensions: { code } });
    this.name = 'RegistryRefusal';
    this.code = code;
    this.statusCode = statusOf[code] ?? 400;
  }
}
