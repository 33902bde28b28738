import type { LinkProps } from '@tanstack/react-router';

/** The path of a list's page. */
export type ListPath = NonNullable<LinkProps['to']>;

/** Parameters of the place in a list, which are of no view. */
const placeNames: ReadonlySet<string> = new Set(['after', 'before']);

/** The state of a list as a view keeps it: its search parameters in the order of their names, without the place. */
export function toViewState(search: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(search)
    .filter(([name, value]) => !placeNames.has(name) && value !== undefined && value !== '')
    .map(([name, value]): [string, string] => [name, String(value)])
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return new URLSearchParams(members).toString();
}
