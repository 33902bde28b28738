const addresses = /[^\s<>"'(),;:@]+@[^\s<>"'(),;:@]+/gu;

/** Masks the local part of an e-mail address but for its first letter: `a***@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address.slice(0, Math.max(at, 0));
  return `${first}***${address.slice(at)}`;
}

/**
 * Masks each e-mail address in a text, such as the words of a mail server, and the name of the recipient's mailbox also where it stands
 * without its domain.
 */
export function maskAddresses(text: string, recipient: string | null): string {
  return maskMailboxName(text, recipient ?? '').replace(addresses, maskAddress);
}

/** Masks the part of an address before the `@`, with the tag of a subaddress (RFC 5233) or without, where it stands as a word. */
function maskMailboxName(text: string, address: string): string {
  const name = address.slice(0, Math.max(address.lastIndexOf('@'), 0));
  if (name === '') return text;
  const [first = ''] = name;
  const [untagged = ''] = name.split('+', 1);
  const names = [name, untagged || name].map((part) => part.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&'));
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return text.replace(whole, () => `${first}***`);
}
