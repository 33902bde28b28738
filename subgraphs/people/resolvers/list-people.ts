import { type Connection, toConnection } from '#platform/graphql/connection.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';
import type { IdentityAdministration, ProviderPerson } from '../administration/identity-administration.ts';

/** The order of the provider's list. A cursor is a place in it, from 1, since that is how the provider pages. */
const order = 'USERNAME';

/** Lists people page by page. */
export async function listPeople(
  administration: IdentityAdministration,
  args: PageArguments,
  search: string | undefined,
): Promise<Connection<ProviderPerson>> {
  const page = parsePage(args, order);
  const after = toPlace(page.after?.value) ?? 0;
  const before = toPlace(page.before?.value);
  // Places beyond the end have nobody, so the end is asked for only if the page is counted from it.
  const end = before ?? (page.isBackward ? (await administration.count(search)) + 1 : undefined);
  // One more than the page, to see if there are more.
  const wanted = page.size + 1;
  const first = page.isBackward ? Math.max(after, (end ?? 1) - 1 - wanted) : after;
  const max = end === undefined ? wanted : Math.min(wanted, Math.max(0, end - 1 - first));
  const people = max === 0 ? [] : await administration.list({ search, first, max });
  const rows = people.map((person, index) => ({ person, id: person.id, value: String(first + index + 1) }));
  return toConnection(
    page,
    page.isBackward ? rows.reverse() : rows,
    ({ person }) => person,
    () => administration.count(search),
  );
}

function toPlace(text: string | undefined): number | undefined {
  const place = Number(text);
  return text !== undefined && Number.isSafeInteger(place) && place >= 0 ? place : undefined;
}
