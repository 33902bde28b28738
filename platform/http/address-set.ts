import { BlockList, isIP, isIPv4 } from 'node:net';

const suffix = '/64';
/** IPv6 addresses are told apart by their first bits alone: a host may take any address of its network. */
const maxIPv6Prefix = 64;

/** Addresses and networks by CIDR (RFC 4632, RFC 4291 section 2.3), of IPv4 and IPv6. */
export class AddressSet {
  readonly #list = new BlockList();

  /** @param blocks each one that {@link findBlockProblem} finds nothing wrong with */
  constructor(blocks: readonly string[]) {
    for (const block of blocks) {
      const [address = '', prefix] = block.split('/');
      const family = isIPv4(address) ? 'ipv4' : 'ipv6';
      const bits = prefix === undefined ? (family === 'ipv4' ? 32 : maxIPv6Prefix) : Number(prefix);
      this.#list.addSubnet(address, bits, family);
    }
  }

  /** True if an address is in one of the blocks. @param counted in the form by which clients are told apart */
  has(counted: string): boolean {
    const address = counted.endsWith(suffix) ? counted.slice(0, -suffix.length) : counted;
    const family = isIP(address);
    return family !== 0 && this.#list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }
}

/** Tells what is wrong with a text that should be an address or a network; undefined if nothing is. */
export function findBlockProblem(block: string): string | undefined {
  const [address = '', prefix, ...more] = block.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return form;
  if (prefix === undefined) return undefined;
  const max = family === 4 ? 32 : maxIPv6Prefix;
  if (!/^\d{1,3}$/.test(prefix)) return form;
  return Number(prefix) <= max ? undefined : `must have a prefix of at most ${max}: ${reasons[family]}`;
}

const form = 'must be an address or a network, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32';

const reasons: Readonly<Record<number, string>> = {
  4: 'an address has 32 bits',
  6: 'a host may take any address of its network of 64 bits',
};
