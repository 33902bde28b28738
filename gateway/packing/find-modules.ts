import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join, posix } from 'node:path';

/** A module that a program is made of. */
interface PackedModule {
  /** Its path from the root of the repository, as TypeScript. */
  readonly path: string;
  /** As JavaScript; every line and column is where the source has it. */
  readonly code: string;
}

export interface Program {
  readonly modules: readonly PackedModule[];
  /** The names of the packages that its modules import when they run, sorted. */
  readonly packages: readonly string[];
}

/** Where a module names another one: in an import, an export, an import at run time, or the address of a thread. */
const specifierPattern = /(\bfrom |\bimport |\bimport\(|\bload\(|\bnew URL\()'([^'\s]+)'/g;

/** The module that a specifier names, from the root of the repository; undefined if that is a package or one of Node's. */
function resolveModule(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  return undefined;
}

/** Finds the modules and packages that a program runs with. Imports of types alone do not count. */
export async function findModules(root: string, entry: string): Promise<Program> {
  const modules = new Map<string, PackedModule>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (modules.has(path)) continue;
    const code = stripTypeScriptTypes(await readFile(join(root, path), 'utf8'));
    modules.set(path, { path, code: toJavaScriptSpecifiers(code) });
    for (const [, , specifier = ''] of code.matchAll(specifierPattern)) {
      const module = resolveModule(specifier, path);
      if (module !== undefined) waiting.push(module);
      else if (!/^(node:|\/)/.test(specifier)) packages.add(toPackageName(specifier));
    }
  }
  return { modules: [...modules.values()], packages: [...packages].sort() };
}

/** Relative modules have another ending as JavaScript; those of `#platform/` are found by the package's own `imports`. */
function toJavaScriptSpecifiers(code: string): string {
  return code.replaceAll(specifierPattern, (all, before: string, specifier: string) =>
    specifier.startsWith('.') ? `${before}'${specifier.replace(/\.ts$/, '.js')}'` : all,
  );
}

function toPackageName(specifier: string): string {
  const [scopeOrName = '', name = ''] = specifier.split('/');
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}
