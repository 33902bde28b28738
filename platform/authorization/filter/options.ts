import type { UnauthorizedPath } from './filter-operation.ts';

/** The way in which rules are applied to operations; the options of Apollo Router's `authorization.directives`. */
export interface AuthorizationOptions {
  /** True if rules are applied. */
  readonly enabled: boolean;
  /** Refuses the whole operation when any part of it would be cut. */
  readonly rejectUnauthorized: boolean;
  /** Reports what would be cut and cuts nothing: to try rules out on live traffic. */
  readonly dryRun: boolean;
  readonly errors: {
    /** True if cuts are logged. */
    readonly log: boolean;
    /** Where the client is told of them: among the errors, under `extensions.authorizationErrors`, or nowhere. */
    readonly response: 'errors' | 'extensions' | 'disabled';
  };
}

export const DEFAULT_AUTHORIZATION_OPTIONS: AuthorizationOptions = {
  enabled: true,
  rejectUnauthorized: false,
  dryRun: false,
  errors: { log: true, response: 'errors' },
};

/** The error that tells a client of one cut. */
export interface UnauthorizedError {
  readonly message: string;
  readonly path: UnauthorizedPath;
  readonly extensions: { readonly code: 'UNAUTHORIZED_FIELD_OR_TYPE' };
}

/** The error for a place that was cut. It does not say which right was missing. */
export function toUnauthorizedError(path: UnauthorizedPath): UnauthorizedError {
  return {
    message: 'Unauthorized field or type',
    path,
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
  };
}
