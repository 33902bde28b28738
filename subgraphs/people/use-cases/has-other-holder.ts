import { createTurns } from '#platform/waiting/turns.ts';
import type { IdentityAdministration } from '../administration/identity-administration.ts';

const pageSize = 100;
/** People who are looked at; beyond them nobody is taken to have the role. */
const maxPeople = 1000;
const concurrency = 8;

/**
 * Looks for another person who has a role and can sign in. To list the holders of a role, Keycloak wants the right to read the
 * whole realm, so this asks person by person.
 */
export async function hasOtherHolder(
  administration: IdentityAdministration,
  { role, exceptId }: { readonly role: string; readonly exceptId: string },
): Promise<boolean> {
  const turns = createTurns(concurrency);
  for (let first = 0; first < maxPeople; first += pageSize) {
    const page = await administration.list({ search: undefined, first, max: pageSize });
    const others = page.filter(({ id, isEnabled }) => isEnabled && id !== exceptId);
    const roles = await Promise.all(others.map(({ id }) => turns.run(() => administration.rolesOf(id))));
    if (roles.some((held) => held.includes(role))) return true;
    if (page.length < pageSize) return false;
  }
  return false;
}
