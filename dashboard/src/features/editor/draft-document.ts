import { createLine, type DraftValues, type LineValues, maxLines } from './draft-values.ts';

const maxUndo = 200;

/**
 * The draft that somebody writes, with what it was before. Its values never change in place, so that a row shows itself again
 * only if its own line has changed, and a thousand lines stay as quick as one.
 */
export class DraftDocument {
  #values: DraftValues;
  readonly #past: DraftValues[] = [];
  readonly #future: DraftValues[] = [];
  #typingAt: string | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(values: DraftValues) {
    this.#values = values;
  }

  get values(): DraftValues {
    return this.#values;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Changes the draft.
   *
   * @param typingAt the field in which somebody types: what is typed there in one go is undone together
   */
  change(toNext: (values: DraftValues) => DraftValues, typingAt?: string): void {
    const next = toNext(this.#values);
    if (next === this.#values) return;
    if (typingAt === undefined || typingAt !== this.#typingAt) {
      this.#past.push(this.#values);
      if (this.#past.length > maxUndo) this.#past.shift();
    }
    this.#typingAt = typingAt;
    this.#future.length = 0;
    this.#set(next);
  }

  changeLine(key: string, change: Partial<LineValues>, typingAt?: string): void {
    this.change(
      (values) => ({
        ...values,
        lines: values.lines.map((line) => (line.key === key ? { ...line, ...change } : line)),
      }),
      typingAt,
    );
  }

  /** Adds an empty line after another one, or at the end; gives its key, or undefined if there are as many as may be. */
  addLine(after?: string): string | undefined {
    if (this.#values.lines.length >= maxLines) return undefined;
    const line = createLine();
    this.change(({ lines, ...values }) => {
      const index = after === undefined ? lines.length : lines.findIndex(({ key }) => key === after) + 1;
      return { ...values, lines: lines.toSpliced(index, 0, line) };
    });
    return line.key;
  }

  removeLine(key: string): void {
    this.change((values) => ({ ...values, lines: values.lines.filter((line) => line.key !== key) }));
  }

  /** Moves a line by one place, if there is a place. */
  moveLine(key: string, step: 1 | -1): void {
    this.change((values) => {
      const from = values.lines.findIndex((line) => line.key === key);
      const to = from + step;
      const [line, other] = [values.lines[from], values.lines[to]];
      if (line === undefined || other === undefined) return values;
      return { ...values, lines: values.lines.with(from, other).with(to, line) };
    });
  }

  /** Writes all of it anew without a step to undo, that before included. Tells nobody, as it is done while the page is drawn. */
  translate(translate: (values: DraftValues) => DraftValues): void {
    for (const list of [this.#past, this.#future])
      for (const [index, values] of list.entries()) list[index] = translate(values);
    this.#values = translate(this.#values);
  }

  undo(): void {
    this.#go(this.#past, this.#future);
  }

  redo(): void {
    this.#go(this.#future, this.#past);
  }

  #go(from: DraftValues[], to: DraftValues[]): void {
    const values = from.pop();
    if (values === undefined) return;
    to.push(this.#values);
    this.#typingAt = undefined;
    this.#set(values);
  }

  #set(values: DraftValues): void {
    this.#values = values;
    for (const listener of this.#listeners) listener();
  }
}
