import { execFile } from 'node:child_process';
import { access, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Maven loads 94 MB of jars at first. */
const buildWithinMs = 10 * 60_000;

/**
 * Builds a Maven project in another folder, and gives the class path to run it with. Maven itself sees what is up to date.
 *
 * @param project the folder with its `pom.xml` and `src`
 * @param folder where it is built, and kept for the next time
 * @param mainClass which must be there afterwards
 * @throws when Maven or Java 17 is missing, or the build fails
 */
export async function buildJava(project: string, folder: string, mainClass: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(project, 'pom.xml'), join(folder, 'pom.xml'));
  await cp(join(project, 'src'), join(folder, 'src'), { recursive: true });
  const limits = { cwd: folder, timeout: buildWithinMs, maxBuffer: 16 * 1024 * 1024 };
  await run('mvn', ['-B', '-q', 'process-classes'], limits);
  const classes = join(folder, 'target', 'classes');
  await access(join(classes, `${mainClass}.class`));
  return [classes, join(folder, 'target', 'jars', '*')].join(':');
}

/** Whether a program can be started here. */
export async function hasProgram(name: string): Promise<boolean> {
  return run(name, ['-version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}
