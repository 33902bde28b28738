/** No page of ours has an address near this long. */
const maxLength = 2048;

/**
 * Reads the address to go to after signing in: a path of this origin, query and fragment included.
 *
 * Anything that a browser could take for another origin is `undefined`: a scheme, `//host`, `/\host`, user information,
 * and characters that URL parsers strip (WHATWG URL, basic URL parser).
 */
export function parseReturnTo(value: unknown, origin: string): string | undefined {
  if (typeof value !== 'string' || value.length > maxLength) return undefined;
  if (!/^\/[\x21-\x5b\x5d-\x7e]*$/.test(value)) return undefined;
  const url = URL.parse(value, origin);
  if (url === null || url.origin !== new URL(origin).origin) return undefined;
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/x/..//host" begins with one slash and becomes "//host" once its dots are resolved.
  return path.startsWith('//') ? undefined : path;
}
