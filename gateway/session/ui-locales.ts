const maxTags = 5;
/** A language tag (RFC 5646 section 2.1), as far as its form goes. */
const tagForm = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;

/** The languages that a page asks the provider for (OpenID Connect Core section 3.1.2.1); undefined if it asks for none. */
export function parseUiLocales(given: unknown): string | undefined {
  const tags = typeof given === 'string' ? given.split(' ').slice(0, maxTags) : [];
  return tags.length > 0 && tags.every((tag) => tagForm.test(tag)) ? tags.join(' ') : undefined;
}
