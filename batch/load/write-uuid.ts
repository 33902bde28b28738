/** Writes a UUID's sixteen bytes (`xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, RFC 9562 section 4). */
export function writeUuid(text: string, bytes: Buffer, offset: number): void {
  bytes.write(text.replaceAll('-', ''), offset, 16, 'hex');
}
