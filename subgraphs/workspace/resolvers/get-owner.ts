import type { Authentication } from '#platform/graphql/authenticate.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';

/**
 * The person whose work it is about: always the caller.
 *
 * @throws {GraphQLError} UNAUTHENTICATED for an anonymous caller
 */
export function getOwner(caller: Authentication): string {
  return toSubjectKey(getCaller(caller).principal);
}
