const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tests if a text is a UUID as PostgreSQL writes it, in either case. Any version and variant: ids may come from outside. */
export function isUuid(text: string): boolean {
  return form.test(text);
}
