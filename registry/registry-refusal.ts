import { GraphQLError } from 'graphql';

/** The codes of refusals. */
export type RegistryRefusalCode =
  | 'BAD_USER_INPUT'
  | 'FORBIDDEN'
  | 'LIMIT_EXCEEDED'
  | 'NOT_FOUND'
  | 'NOT_OFFERED'
  | 'TOO_MANY_REQUESTS'
  | 'UNAUTHENTICATED';

/** A refusal that callers are told of, in plain words. */
export class RegistryRefusal extends GraphQLError {
  constructor(code: RegistryRefusalCode, message: string) {
    super(message, { extensions: { code } });
    this.name = 'RegistryRefusal';
  }
}
