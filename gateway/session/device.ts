/** The browser and the system of a session, for the person to recognize it; null where they are not known. */
export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
}

/** Browsers by what their `User-Agent` says; most say that they are others too, so the order counts. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** A `User-Agent` longer than this is cut; the names are at its beginning and its end, within 200 characters as a rule. */
const maxUserAgentLength = 300;

/** The part of a `User-Agent` header that is kept; undefined if there is none. */
export function toKeptUserAgent(header: string | undefined): string | undefined {
  return header?.replaceAll(/[^\x20-\x7e]/g, '').slice(0, maxUserAgentLength) || undefined;
}

/** Reads a `User-Agent` (RFC 9110 section 10.1.5). */
export function toDevice(userAgent: string): Device {
  const find = (names: typeof browsers) => names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
  return { browser: find(browsers), system: find(systems) };
}
