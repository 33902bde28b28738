/** The data of an answer with the members of each object in order, so that equal data is equal text. */
export function toCanonicalData(answer: string): string {
  const { data } = JSON.parse(answer) as { data?: unknown };
  return JSON.stringify(data, (_, value) => (isObject(value) ? sortMembers(value) : value)) ?? '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortMembers(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
