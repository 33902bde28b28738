/** Headers of which a request has one: Node.js would take the first of several, and what stands before it perhaps the last. */
const singleHeaders = new Set(['host', 'authorization']);

/**
 * Finds a header that may come once but came more often (RFC 9112 section 3.2 for `Host`, RFC 9110 section 5.3).
 *
 * @param rawHeaders names and values in turn, as Node.js gives them
 */
export function findRepeatedHeader(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!singleHeaders.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** Says what is wrong with a request that repeats a header. */
export function toRepeatedHeaderMessage(name: string): string {
  return `The header ${name} came more than once; a request has one.`;
}
