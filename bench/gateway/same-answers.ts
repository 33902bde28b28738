/**
 * The data of an answer as equal text for equal data: without the order of members, and without nulls, which stand for
 * what a caller may not see and are nowhere else in the subgraphs' data.
 */
export function toCanonicalData(answer: string): string {
  const { data } = JSON.parse(answer) as { data?: unknown };
  return JSON.stringify(data, (_, value) => (isObject(value) ? toSortedMembers(value) : value)) ?? '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toSortedMembers(value: object): object {
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
