import { scrub } from './scrub.ts';

/** The longest line of a log, in characters; the launcher cuts lines of 64 kB. */
const maxLineCharacters = 32_768;

/** A line of a log as it is, or, if it is too long, a line of JSON with its simple fields alone. */
export function toBoundedLine(line: string): string {
  if (line.length <= maxLineCharacters) return line;
  const entry: Record<string, unknown> = JSON.parse(line);
  const simple = Object.entries(entry).filter(([, value]) => typeof value !== 'object');
  const kept = simple.map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, 500) : value]);
  return `${JSON.stringify({ ...Object.fromEntries(kept.slice(0, 40)), msg: scrub(String(entry['msg'] ?? '')), isCut: true })}\n`;
}
