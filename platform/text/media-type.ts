/**
 * The media type in a `Content-Type` header or in a range of an `Accept` header, without parameters and in lower case
 * (RFC 9110 section 8.3.1). Undefined without a header.
 */
export function toMediaType(header: string | undefined): string | undefined {
  return header?.split(';', 1)[0]?.trim().toLowerCase();
}
