import { readFileSync } from 'node:fs';

/** The file that says which slice has which characters; `write-cjk-coverage.ts` writes it. */
const coverageFile = new URL('cjk/coverage.json', import.meta.url);

/** The characters of each slice by its path: hexadecimal code points and ranges of them, with commas between. */
type CjkCoverage = Readonly<Record<string, string>>;

let slices: ReadonlyMap<number, string> | undefined;

/** Finds the path, within the folder `cjk`, of the slice that has a Chinese, Japanese or Korean character. */
export function findCjkSlice(codePoint: number): string | undefined {
  slices ??= toSlices(JSON.parse(readFileSync(coverageFile, 'utf8')) as CjkCoverage);
  return slices.get(codePoint);
}

/** Writes code points, in ascending order, as ranges. */
export function toRanges(codePoints: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const codePoint of codePoints) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === codePoint) last[1] = codePoint;
    else ranges.push([codePoint, codePoint]);
  }
  const hex = (codePoint: number) => codePoint.toString(16);
  return ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`)).join();
}

/** The path of the slice of each code point. */
function toSlices(coverage: CjkCoverage): Map<number, string> {
  const byCodePoint = new Map<number, string>();
  for (const [path, ranges] of Object.entries(coverage))
    for (const range of ranges.split(',')) {
      const [first = '', last = first] = range.split('-');
      const end = Number.parseInt(last, 16);
      for (let codePoint = Number.parseInt(first, 16); codePoint <= end; codePoint += 1)
        byCodePoint.set(codePoint, path);
    }
  return byCodePoint;
}
