const addresses = /[^\s<>"'(),;:@]+@[^\s<>"'(),;:@]+/gu;

/** Masks the local part of an e-mail address but for its first letter: `a***@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address.slice(0, Math.max(at, 0));
  return `${first}***${address.slice(at)}`;
}

/** Masks each e-mail address in a text, such as the words of a mail server. */
export function maskAddresses(text: string): string {
  return text.replace(addresses, maskAddress);
}
