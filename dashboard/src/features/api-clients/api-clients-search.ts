import { apiScopes } from '../../generated/api-scopes.ts';
import type { ApiClientRowFragment } from '../../generated/graphql.ts';
import { omitAbsent, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';
import { offeredClientRoles } from './offered-client-roles.ts';

export const clientStatuses = ['ENABLED', 'DISABLED'] as const;

/** The filters of the list of API clients, as the address has them. */
export interface ApiClientsSearch {
  /** A part of the client id or of the name. */
  readonly search?: string;
  readonly status?: (typeof clientStatuses)[number];
  readonly role?: (typeof offeredClientRoles)[number];
  readonly scope?: (typeof apiScopes)[number];
}

/** Reads the address; what it does not know is left out. */
export function readApiClientsSearch(given: Record<string, unknown>): ApiClientsSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    status: toOneOf(clientStatuses, given['status']),
    role: toOneOf(offeredClientRoles, given['role']),
    scope: toOneOf(apiScopes, given['scope']),
  });
}

type SearchedClient = Pick<ApiClientRowFragment, 'clientId' | 'name' | 'isEnabled' | 'roles' | 'scopes'>;

/** The clients that pass all filters. The API gives all clients at once, 200 at most. */
export function filterApiClients<Client extends SearchedClient>(
  clients: readonly Client[],
  { search = '', status, role, scope }: ApiClientsSearch,
): readonly Client[] {
  const text = toComparable(search);
  return clients.filter(
    ({ clientId, name, isEnabled, roles, scopes }) =>
      (clientId.includes(text) || toComparable(name).includes(text)) &&
      (status === undefined || isEnabled === (status === 'ENABLED')) &&
      (role === undefined || roles.includes(role)) &&
      (scope === undefined || scopes.includes(scope)),
  );
}

/** Case does not count, nor the way in which accents are encoded. */
function toComparable(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
