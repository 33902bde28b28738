/** Names that several rooms may export, because they mean the same in each. */
const conventions: ReadonlySet<string> = new Set([
  'configurationSchema', // the variables of a process
  'resolvers', // of a subgraph
  'createTopics', // of an event log, which has several implementations
  'startSubscription', // of an event log
]);

/** A table is named as in its schema, of which each service has one; the types of generated files are those of the SDL. */
const namedElsewhere = /(^|\/)(tables\.ts|generated\/[^/]+)$/;
/** Folders of tests and benchmarks, whose exports are not compared. */
const testing = /\.test\.tsx?$|(^|\/)testing\/|^(e2e|bench)\//;
/** A declaration as the formatter writes it: at the beginning of a line. */
const exported =
  /^export (?:async |abstract )*(?:function\*?|const|let|class|interface|type|enum) +([A-Za-z_$][\w$]*)/gm;

/**
 * Finds exported names that several files define: whoever reads one cannot tell which is meant.
 *
 * @param texts the text of each source file by its path from the root
 */
export function findSharedNames(texts: ReadonlyMap<string, string>): Map<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const [path, text] of texts) {
    if (namedElsewhere.test(path) || testing.test(path)) continue;
    for (const [, name = ''] of text.matchAll(exported)) files.set(name, [...(files.get(name) ?? []), path]);
  }
  return new Map([...files].filter(([name, paths]) => !conventions.has(name) && new Set(paths).size > 1));
}
