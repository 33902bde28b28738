/** What is wrong with the text of one cell; its column is known to whoever reads it. */
export interface CellProblem {
  readonly code: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

const longestShown = 40;

/** A cell's text for a message: quoted, and cut when it is long. */
export function show(text: string): string {
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}
