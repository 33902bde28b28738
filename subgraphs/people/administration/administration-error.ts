import { CodedError } from '#platform/errors/coded-error.ts';

/** The identity provider did not do what was asked. */
export class AdministrationError extends CodedError<'PROVIDER_UNAVAILABLE' | 'PROVIDER_REFUSED'> {
  override readonly name = 'AdministrationError';
}
