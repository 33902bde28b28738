/** Takes one line, and how many characters beyond its limit were cut off. */
export type TakeLine = (line: string, cutCharacters: number) => void;

/** Of a longer line only the beginning is kept, so that a process without line ends cannot fill the memory. */
const maxLineCharacters = 65_536;

/** Puts lines together from text as it comes. Empty lines are left out. */
export class Lines {
  readonly #take: TakeLine;
  #line = '';
  #cutCharacters = 0;

  constructor(take: TakeLine) {
    this.#take = take;
  }

  write(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#add(first);
    for (const piece of others) {
      this.end();
      this.#add(piece);
    }
  }

  /** Takes what was written after the last line end as a line. */
  end(): void {
    if (this.#line !== '') this.#take(this.#line, this.#cutCharacters);
    this.#line = '';
    this.#cutCharacters = 0;
  }

  #add(piece: string): void {
    const kept = piece.slice(0, maxLineCharacters - this.#line.length);
    this.#cutCharacters += piece.length - kept.length;
    this.#line += kept;
  }
}
