import type { Role } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';

/** Roles by the names that people know. */
export function RoleNames({ roles }: { readonly roles: readonly Role[] }) {
  const { account, people } = useMessages();
  return roles.length === 0 ? people.noRoles : roles.map((role) => account.roleNames[role]).join(', ');
}
