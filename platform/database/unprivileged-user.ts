import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';

/** Whom to run a program as that refuses to run as root. */
export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
  /** The command that runs a program as this user. */
  wrap(file: string, args: readonly string[]): { file: string; args: string[] };
}

/** `nobody` on Linux: it is there without being made. */
const nobody = 65_534;

/** Linux capabilities that let a process pass folders closed to it, the lesser one first (capabilities(7)). */
const passingCapabilities = [
  { name: 'dac_read_search', bit: 2 },
  { name: 'dac_override', bit: 1 },
] as const;

/**
 * Finds the user for a program that must not run as root and must reach the given paths.
 *
 * A caller who is not root runs it as itself. Root runs it as `nobody` through `setpriv` of util-linux; when a folder
 * above one of the paths is closed to others (a home, a temporary folder), `nobody` is lent the one capability that
 * passes it.
 */
export async function findUnprivilegedUser(paths: readonly string[]): Promise<UnprivilegedUser> {
  const uid = process.getuid?.() ?? 0;
  if (process.platform !== 'linux' || uid !== 0) {
    return { uid, gid: process.getgid?.() ?? 0, wrap: (file, args) => ({ file, args: [...args] }) };
  }
  const isClosed = (await Promise.all(paths.map(hasClosedAncestor))).includes(true);
  const capability = isClosed ? `+${await findPassingCapability()}` : undefined;
  const capabilityFlags =
    capability === undefined
      ? []
      : [
          // PostgreSQL looks for its programs with access(2), which otherwise counts no capability of a user but root.
          '--securebits=+no_setuid_fixup',
          `--inh-caps=-all,${capability}`,
          `--ambient-caps=-all,${capability}`,
        ];
  const flags = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...capabilityFlags, '--'];
  return {
    uid: nobody,
    gid: nobody,
    wrap: (file, args) => ({ file: 'setpriv', args: [...flags, file, ...args] }),
  };
}

async function hasClosedAncestor(path: string): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path) return false;
  const mode = await stat(parent).then(
    (entry) => entry.mode,
    () => 0o001,
  );
  return (mode & 0o001) === 0 || hasClosedAncestor(parent);
}

async function findPassingCapability(): Promise<string> {
  const status = await readFile('/proc/self/status', 'utf8');
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  const found = passingCapabilities.find(({ bit }) => (effective >> BigInt(bit)) & 1n);
  if (found !== undefined) return found.name;
  throw new CodedError(
    'EMBEDDED_POSTGRES_FAILED',
    'PostgreSQL does not run as root, and its folder is closed to other users. Start as another user, or open the folders above.',
  );
}
