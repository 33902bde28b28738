import type { ASTNode } from 'graphql';
import type { TextPosition, TextRange } from './lint-diagnostic.ts';

/** The stretch of a text in which a node is named; the beginning of the text if it has no location. */
export function toTextRange(node: ASTNode | undefined, text: string): TextRange {
  const name = node !== undefined && 'name' in node ? node.name : undefined;
  const location = (name ?? node)?.loc;
  return {
    start: toTextPosition(text, location?.start ?? 0),
    end: toTextPosition(text, location?.end ?? 0),
  };
}

/**
 * The position of a character, given by its index in UTF-16 code units. An index after the last character stands for that:
 * Rover 0.41 crashes at offsets that no character begins at.
 */
export function toTextPosition(text: string, index: number): TextPosition {
  const last = Math.min(index, text.length - 1);
  const isWithinPair =
    /[\uDC00-\uDFFF]/.test(text.charAt(last)) && /[\uD800-\uDBFF]/.test(text.charAt(last - 1));
  const before = text.slice(0, Math.max(0, isWithinPair ? last - 1 : last));
  const lines = before.split(/\r\n|[\n\r]/);
  return {
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    byteOffset: Buffer.byteLength(before),
  };
}
