import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The server to test against; published on Maven Central under the Apache License 2.0. */
const keycloakVersion = '26.7.3';

const artifact = `org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:zip`;
const unpackGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack';

/** 177 MB to load and 190 to unpack. */
const obtainWithinMs = 10 * 60_000;

/**
 * The home folder of a Keycloak server, loaded from Maven Central unless the folder has it already.
 *
 * @throws when Maven or Java is missing, or the download fails; its message says which.
 */
export async function obtainKeycloak(folder: string): Promise<string> {
  const home = join(folder, `keycloak-${keycloakVersion}`);
  if (await exists(join(home, 'bin', 'kc.sh'))) return home;
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(join(folder, 'unpacking-'));
  try {
    const unpacked = await unpack(draft);
    await rename(unpacked, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return home;
}

/** Maven leaves markers of its own in the working folder, so what it unpacks goes to one below. */
async function unpack(workingFolder: string): Promise<string> {
  const target = join(workingFolder, 'unpacked');
  const parameters = ['-B', '-q', unpackGoal, `-Dartifact=${artifact}`, `-DoutputDirectory=${target}`];
  const limits = { timeout: obtainWithinMs, maxBuffer: 16 * 1024 * 1024 };
  try {
    await run('mvn', parameters, { cwd: workingFolder, ...limits });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new Error('Maven is missing; it and Java 17 are needed to run Keycloak.', { cause });
    }
    throw new Error(`Keycloak ${keycloakVersion} could not be loaded from Maven Central.`, { cause });
  }
  const [name] = await readdir(target);
  if (name === undefined) throw new Error(`Maven unpacked nothing of ${artifact}.`);
  return join(target, name);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
