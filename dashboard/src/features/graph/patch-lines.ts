/** A line of a unified diff. */
export interface PatchLine {
  /** Counts the lines of the diff from 1. */
  readonly number: number;
  readonly text: string;
  /** `place` is the line that says where the following ones are. */
  readonly kind: 'added' | 'removed' | 'place' | 'same';
}

/** Takes a unified diff apart. The names of its two files are left out, as the page tells them. */
export function toPatchLines(patch: string): readonly PatchLine[] {
  const lines = patch.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  return lines
    .slice(Math.max(0, first))
    .map((text, index) => ({ number: index + 1, text, kind: toKind(text) }));
}

function toKind(line: string): PatchLine['kind'] {
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}
