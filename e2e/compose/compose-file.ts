import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { services } from '../../deploy/system/services.ts';

/** A service of the compose file, as the compose library understands it. */
export interface ComposeService {
  readonly command: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly image: string;
  readonly read_only?: boolean;
  /** In bytes. */
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly {
    readonly host_ip?: string;
    readonly published?: string;
    readonly target: number;
  }[];
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly {
    readonly source?: string;
    readonly target: string;
    readonly read_only?: boolean;
    readonly volume?: { readonly subpath?: string };
  }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

const run = promisify(execFile);
export const root = resolve(import.meta.dirname, '../..');

/** The services of ours that listen. */
export const listening: readonly string[] = services.map(({ name }) => name);

/** Why the file cannot be validated here, to be given as `skip` of a test. On CI nothing is skipped. */
export async function whyNoGo(): Promise<string | false> {
  if (process.env['CI'] === 'true') return false;
  return run('go', ['version']).then(
    () => false,
    () => 'the compose file is validated with Go, which is not on this machine',
  );
}

/** @throws when the file has no such service. */
export function getService(file: ComposeFile, name: string): ComposeService {
  const service = file.services[name];
  if (service === undefined) throw new Error(`There is no service ${name}.`);
  return service;
}

/**
 * Validates `docker-compose.yml`, or several files as one, filled in from `.env.example` alone, with the library that Docker Compose uses.
 *
 * @throws with what the library says is wrong.
 */
export async function loadComposeFile(
  file: string | readonly string[] = resolve(root, 'docker-compose.yml'),
  envFile = resolve(root, '.env.example'),
): Promise<ComposeFile> {
  const { stdout } = await run('go', ['run', '.', ...[file].flat(), envFile], {
    cwd: resolve(root, 'deploy/compose'),
    timeout: 170_000,
    maxBuffer: 4 * 1_048_576,
  });
  return JSON.parse(stdout) as ComposeFile;
}
