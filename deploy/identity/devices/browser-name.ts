/** The browser and the operating system that a `User-Agent` header names, without their versions. */
export interface BrowserName {
  /** Undefined if the header names none that is known here. */
  readonly browser: string | undefined;
  readonly system: string | undefined;
}

/** The characters of a header in which names are looked for. */
const maxReadLength = 500;

/** The first that is found counts: browsers name those whose pages they want, too (RFC 9110 section 10.1.5). */
const browsers: readonly (readonly [mark: string, name: string])[] = [
  ['Edg/', 'Microsoft Edge'],
  ['EdgA/', 'Microsoft Edge'],
  ['EdgiOS/', 'Microsoft Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['FxiOS/', 'Firefox'],
  ['Firefox/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];

const systems: readonly (readonly [mark: string, name: string])[] = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows NT', 'Windows'],
  ['Macintosh', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
];

/** Reads the names from a header. They are ours, never the header's own words, as anybody may send one. */
export function parseBrowserName(userAgent = ''): BrowserName {
  const text = userAgent.slice(0, maxReadLength);
  const findIn = (names: typeof browsers) => names.find(([mark]) => text.includes(mark))?.[1];
  return { browser: findIn(browsers), system: findIn(systems) };
}
