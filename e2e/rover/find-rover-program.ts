import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/**
 * Finds the stock binary that the npm package starts on this platform. Started by itself it keeps plugins in its home folder; the
 * package's own start keeps them in `node_modules`, where they would outlive a test.
 */
export async function findRoverProgram(): Promise<string> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@apollo/rover/package.json'));
  const launcher = await readFile(`${folder}/bin/rover.js`, 'utf8');
  const wanted = new RegExp(`'(@apollo/rover-${process.platform}-${process.arch}/[^']+)'`).exec(
    launcher,
  )?.[1];
  if (wanted === undefined) throw new Error(`Rover has no program for ${process.platform} ${process.arch}.`);
  return createRequire(`${folder}/package.json`).resolve(wanted);
}
