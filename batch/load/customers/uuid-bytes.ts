/** A UUID's sixteen bytes (`xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, RFC 9562 section 4). */
export function parseUuid(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll('-', ''), 'hex'));
}
