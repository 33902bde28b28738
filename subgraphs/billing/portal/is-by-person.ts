import type { IncomingHttpHeaders } from 'node:http';

/**
 * True if a request is a person's navigation in a browser, as far as its headers tell (Fetch Metadata). Programs that look links up, and
 * browsers that fetch ahead, are not; a program that opens the link in a browser of its own cannot be told from a person.
 */
export function isByPerson(headers: IncomingHttpHeaders): boolean {
  return (
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-purpose'] === undefined
  );
}
