import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the pages after an installation. Written for any Node and in plain JavaScript, since it runs with whatever Node
 * installs. An installation without development packages has no vite, and goes without the pages.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vite = join(root, 'node_modules/vite/bin/vite.js');
if (existsSync(vite)) {
  for (const page of ['dashboard', 'gateway/playground']) {
    const { status } = spawnSync(process.execPath, [vite, 'build', page, '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = status ?? 1;
  }
} else {
  process.stdout.write(
    'Without development packages the pages are not built; the gateway runs without them.\n',
  );
}
