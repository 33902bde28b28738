/** The longest address (RFC 5321, 4.5.3.1.3 with its erratum). */
const maxCharacters = 254;
const maxLocalCharacters = 64;
const maxNameCharacters = 100;

/** A name and an address, as they stand in the header From. */
export interface MailSender {
  readonly name: string;
  readonly address: string;
}

/**
 * Tests if a text is one address that may stand in an envelope: a local part and a domain, without quotes, comments, white space or
 * control characters. It may have letters of any script (RFC 6531), which not every server takes.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > maxCharacters) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  return (
    local.length <= maxLocalCharacters &&
    /^[^\s\p{C}"(),:;<>@[\\\]]+$/u.test(local) &&
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(
      domain,
    )
  );
}

/** Parses `Name <address>` or an address alone. */
export function parseMailSender(text: string): MailSender | undefined {
  const parts = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]+)>|([^<>\s]+))\s*$/.exec(text);
  const name = parts?.[1]?.trim() ?? '';
  const address = parts?.[2] ?? parts?.[3] ?? '';
  const isRight = isMailAddress(address) && name.length <= maxNameCharacters && !/\p{C}/u.test(name);
  return isRight ? { name, address } : undefined;
}

/** The domain of an address. */
export function toMailDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
