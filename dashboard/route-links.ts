import type { RoutePage } from './route-pages.ts';

/** A chunk as Vite's manifest names it. */
interface ManifestChunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** The chunks of a build by their modules. */
export type BuildManifest = Readonly<Record<string, ManifestChunk>>;

/** The files that an address needs, in the order in which they are needed; the gateway tells browsers of them with `index.html`. */
export interface RouteLinks {
  /** The path of the address; `*` stands for any one part. */
  readonly path: string;
  readonly files: readonly string[];
  /** Files that readers of a language need, by its code. */
  readonly byLanguage: Readonly<Record<string, readonly string[]>>;
}

export interface RouteLinksOptions {
  readonly manifest: BuildManifest;
  /** Files that are needed before all others. */
  readonly first: readonly string[];
  readonly languages: readonly string[];
  /** The modules of the texts that every page has and of the named parts. */
  readonly toTextModules: (language: string, parts: readonly string[]) => readonly string[];
}

/** Finds the files of each route in a build. @throws when the build has no file of a page or its texts */
export function toRouteLinks(
  routes: readonly RoutePage[],
  { manifest, first, languages, toTextModules }: RouteLinksOptions,
): readonly RouteLinks[] {
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
  return routes.map(({ path, page, texts }) => {
    const files = new Set([...first, ...collectFiles(manifest, [...entries, page])]);
    const toTextFiles = (language: string) => [
      ...collectFiles(manifest, toTextModules(language, texts)).difference(files),
    ];
    return {
      path: path.replaceAll(/\$\w+/g, '*'),
      files: [...files],
      byLanguage: Object.fromEntries(languages.map((language) => [language, toTextFiles(language)])),
    };
  });
}

/** The files of modules and of all that they import at once. */
function collectFiles(manifest: BuildManifest, modules: readonly string[]): Set<string> {
  const files = new Set<string>();
  const names = new Set(modules);
  // A set that grows is iterated to its end.
  for (const name of names) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no file of ${name}.`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const one of chunk.imports ?? []) names.add(one);
  }
  return files;
}
