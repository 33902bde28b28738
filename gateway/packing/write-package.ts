import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findModules } from './find-modules.ts';

/** Files that the program reads beside its modules, each at the same place in the package. */
const files = [
  'gateway/README.md',
  'gateway/database/migrations',
  'gateway/limits/rules/default-limits.json',
  'gateway/playground/dist',
  'platform/event-log/postgres/migrations',
  'LICENSE',
];

/** Written for versions of Node that cannot run the rest, so that they can say so. */
const commandFile = `#!/usr/bin/env node
const major = Number(process.versions.node.split('.')[0]);
if (major >= 24) await import('../gateway/main.js');
else {
  process.stderr.write('facturation-gateway needs Node 24 or a newer version; this is ' + process.version + '.\\n');
  process.exitCode = 1;
}
`;

/** Packages without which the gateway runs as it does by default: those of `EXECUTOR=apollo`, with Apollo's reporting in it, of `REDIS_URL` and of `KAFKA_BROKERS`. */
const optionalPackages: ReadonlySet<string> = new Set(['@apollo/gateway', '@redis/client', 'kafkajs']);

/** The parts of a package.json that matter here. */
export interface RootManifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The root's package.json. */
export async function readManifest(root: string): Promise<RootManifest> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
}

/**
 * The package.json of the gateway alone: it depends on what its modules import, in the versions of the whole repository.
 *
 * @throws if a package is imported that is not a dependency of the repository
 */
export function toGatewayManifest(root: RootManifest, packages: readonly string[]) {
  const dependencies = packages.map((name) => {
    const version = root.dependencies[name];
    if (version === undefined) throw new Error(`${name} is imported, but no dependency of package.json.`);
    return [name, version] as const;
  });
  const optional = dependencies.filter(([name]) => optionalPackages.has(name));
  return {
    name: 'facturation-gateway',
    version: root.version,
    license: root.license,
    description: 'A gateway for federated GraphQL',
    type: 'module',
    engines: { node: '>=24' },
    bin: { 'facturation-gateway': 'bin/facturation-gateway.js' },
    imports: { '#platform/*.ts': './platform/*.js' },
    dependencies: Object.fromEntries(dependencies.filter(([name]) => !optionalPackages.has(name))),
    peerDependencies: Object.fromEntries(optional),
    peerDependenciesMeta: Object.fromEntries(optional.map(([name]) => [name, { optional: true }])),
  };
}

/**
 * Writes the gateway as a package of its own: its modules and those of `platform/` that it imports, as JavaScript, since Node
 * runs no TypeScript below `node_modules`.
 *
 * @throws if the playground is not built
 */
export async function writePackage(root: string, folder: string): Promise<void> {
  const { modules, packages } = await findModules(root, 'gateway/main.ts');
  const manifest = toGatewayManifest(await readManifest(root), packages);
  const texts: Readonly<Record<string, string>> = {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'bin/facturation-gateway.js': commandFile,
    ...Object.fromEntries(modules.map(({ path, code }) => [path.replace(/\.ts$/, '.js'), code])),
  };
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  for (const path of files) await cp(join(root, path), join(folder, path), { recursive: true });
}
