/** Test files that run one after the other in one process. */
export interface TestGroup {
  readonly name: string;
  /** Paths from the root of the project. */
  readonly files: readonly string[];
}

export interface GroupTimeouts {
  /** For each file. */
  readonly fileMs: number;
  /** For the process to end after its last test. */
  readonly endMs: number;
}

/** A test file that imports this module gets a process to itself. */
const ownProcessImport = "'#platform/testing/own-process.ts'";

/**
 * Puts neighbours together, as they import the same libraries: a process needs longer to load these than most files need
 * to run.
 *
 * @param texts the text of each file by its path
 * @param maxFiles the most files that share a process
 */
export function toGroups(texts: ReadonlyMap<string, string>, maxFiles: number): TestGroup[] {
  const files = [...texts.keys()].toSorted();
  const isAlone = (file: string) => texts.get(file)?.includes(ownProcessImport) ?? false;
  const alone = files.filter(isAlone).map((file) => ({ name: file.replaceAll('/', '-'), files: [file] }));
  const rooms = Map.groupBy(
    files.filter((file) => !isAlone(file)),
    (file) => file.split('/', 1)[0] ?? '',
  );
  const shared = [...rooms].flatMap(([room, members]) =>
    cutEvenly(members, maxFiles).map((part, index) => ({ name: `${room}-${index + 1}`, files: part })),
  );
  return [...alone, ...shared];
}

function cutEvenly<Item>(items: readonly Item[], maxSize: number): Item[][] {
  const count = Math.ceil(items.length / maxSize);
  const start = (part: number) => Math.floor((part * items.length) / count);
  return Array.from({ length: count }, (_, part) => items.slice(start(part), start(part + 1)));
}

/**
 * A module that runs a group. Each file is a suite of its own, so that its hooks run for its tests only. The process fails
 * if a test left something open that keeps it from ending.
 *
 * @param toUrl gives the URL of a file
 */
export function formatGroup(
  group: TestGroup,
  toUrl: (file: string) => string,
  { fileMs, endMs }: GroupTimeouts,
): string {
  const suites = group.files.map(
    (file) =>
      `suite(${JSON.stringify(file)}, { timeout: ${fileMs} }, async () => { await import(${JSON.stringify(toUrl(file))}); });\n`,
  );
  return `import { after, suite } from 'node:test';
${suites.join('')}
after(() => {
  setTimeout(() => {
    console.error('The process of ${group.name} does not end:', process.getActiveResourcesInfo());
    process.exit(1);
  }, ${endMs}).unref();
});
`;
}
