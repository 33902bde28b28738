import LineBreaker from 'linebreak';
import { type Direction, findDirection } from './bidi.ts';

/** Measures a part of a text, in points. */
type Measure = (text: string, direction: Direction) => number;

/** A line of a text, with the direction of its paragraph. */
export interface BrokenLine {
  readonly text: string;
  readonly direction: Direction;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Breaks a text into lines that fit into a width, where Unicode allows it (UAX 14): between words, within Chinese and Japanese,
 * and within a word that is longer than a line. Line ends of the text stay.
 */
export function breakText(text: string, width: number, measure: Measure): BrokenLine[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((paragraph) => {
    const direction = findDirection(paragraph);
    const lines = breakParagraph(paragraph, width, (part) => measure(part, direction));
    return lines.map((line) => ({ text: line, direction }));
  });
}

type MeasurePart = (text: string) => number;

function breakParagraph(text: string, width: number, measure: MeasurePart): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const part of toParts(text)) {
    if (measure((line + part).trimEnd()) <= width) {
      line += part;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    const [rest, ...full] = cutLongPart(part, width, measure).reverse();
    lines.push(...full.reverse());
    line = rest ?? '';
  }
  lines.push(line.trimEnd());
  return lines;
}

/** The parts between which a line may end. */
function* toParts(text: string): Generator<string, void, undefined> {
  const breaker = new LineBreaker(text);
  let start = 0;
  for (let found = breaker.nextBreak(); found !== null; found = breaker.nextBreak()) {
    yield text.slice(start, found.position);
    start = found.position;
  }
}

/** Cuts a part that is longer than a line between characters. */
function cutLongPart(part: string, width: number, measure: MeasurePart): string[] {
  if (measure(part.trimEnd()) <= width) return [part];
  const lines: string[] = [];
  let line = '';
  for (const { segment } of graphemes.segment(part)) {
    if (line !== '' && measure(line + segment) > width) {
      lines.push(line);
      line = '';
    }
    line += segment;
  }
  return [...lines, line];
}
