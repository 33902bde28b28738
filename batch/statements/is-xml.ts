/** True if the beginning of a file is that of an XML document, as bank statements are. */
export function isXml(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 100)).toString('latin1');
  return /^(\u00EF\u00BB\u00BF)?\s*<(\?xml|Document)/.test(text);
}
