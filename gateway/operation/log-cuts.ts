import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { Log } from '#platform/log/log.ts';
import type { Principal } from '#platform/tokens/principal.ts';

/** The parts that were cut from one operation, and its caller. */
export interface Cuts {
  readonly requestId: string;
  readonly principal: Principal | undefined;
  readonly unauthorizedPaths: readonly (readonly (string | number)[])[];
}

/** Logs which parts of an operation its caller may not see, unless the options keep that out of the log. */
export function logCuts(
  { requestId, principal, unauthorizedPaths }: Cuts,
  { authorization, log }: { readonly authorization: AuthorizationOptions; readonly log: Log },
): void {
  if (!authorization.errors.log || unauthorizedPaths.length === 0) return;
  const paths = unauthorizedPaths.map((path) => path.join('/'));
  log.info({ requestId, subject: principal?.subject, paths }, 'unauthorized parts were cut');
}
