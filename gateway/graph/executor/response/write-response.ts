import { type AnswerObject, isAnswerObject, readOwn } from './answer-object.ts';
import type { ObjectShape, ObjectShapes, ValueShape } from './shape.ts';

/** A place where a subgraph sent what is no list, or no object, where the schema has one. */
type Misfit = readonly (string | number)[];

/** Beyond so many, misfits are not told apart from each other. */
const maxMisfits = 100;

/** An answer as JSON text; `null` if a null that may not be one reached the root. */
export interface WrittenResponse {
  readonly text: string | null;
  readonly misfits: readonly Misfit[];
}

/**
 * Writes what a client asked for from what was fetched, in the client's order, at once as JSON text. A value that its type
 * cannot have is null, and a null where the type forbids it makes the nearest parent null that may be (GraphQL
 * specification, section "Handling Execution Errors").
 *
 * @param shared objects and lists that stand at several places: their text is made once for each form
 */
export function writeResponse(
  shape: ObjectShape,
  data: AnswerObject,
  shared: ReadonlySet<object>,
): WrittenResponse {
  const writer = new Writer(shared, undefined);
  const text = writer.object(shape, data);
  if (!writer.hasMisfits) return { text, misfits: [] };
  // Paths are only kept track of where something is wrong.
  const misfits: Misfit[] = [];
  new Writer(new Set(), misfits).object(shape, data);
  return { text, misfits };
}

class Writer {
  hasMisfits = false;
  readonly #shared: ReadonlySet<object>;
  readonly #misfits: Misfit[] | undefined;
  readonly #path: (string | number)[] = [];
  readonly #known = new Map<ValueShape, Map<object, string | null>>();

  constructor(shared: ReadonlySet<object>, misfits: Misfit[] | undefined) {
    this.#shared = shared;
    this.#misfits = misfits;
  }

  object({ fields, typename }: ObjectShape, source: AnswerObject): string | null {
    let text = '{';
    for (const { name, key, isPlain, value: shape } of fields) {
      if (shape === undefined) {
        if (typename === undefined) return null;
        text += `${key}"${typename}"`;
        continue;
      }
      const value = isPlain ? source[name] : readOwn(source, name);
      this.#enter(name);
      const part = value === undefined || value === null ? null : this.#value(shape, value);
      this.#leave();
      if (part === null && shape.isNonNull) return null;
      text += key;
      text += part ?? 'null';
    }
    return `${text}}`;
  }

  #value(shape: ValueShape, value: unknown): string | null {
    if (shape.kind === 'leaf') return shape.accepts(value) ? JSON.stringify(value) : null;
    if (typeof value !== 'object' || value === null) return this.#misfit();
    if (!this.#shared.has(value)) return this.#composite(shape, value);
    const known = this.#known.get(shape) ?? new Map<object, string | null>();
    this.#known.set(shape, known);
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = this.#composite(shape, value);
    known.set(value, text);
    return text;
  }

  #composite(shape: Exclude<ValueShape, { kind: 'leaf' }>, value: object): string | null {
    if (shape.kind === 'list') return Array.isArray(value) ? this.#list(shape.item, value) : this.#misfit();
    if (!isAnswerObject(value)) return this.#misfit();
    const form = findForm(shape.shapes, value);
    return form ? this.object(form, value) : null;
  }

  #list(shape: ValueShape, items: readonly unknown[]): string | null {
    let text = '[';
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      this.#enter(index);
      const part = item === null || item === undefined ? null : this.#value(shape, item);
      this.#leave();
      if (part === null && shape.isNonNull) return null;
      if (index > 0) text += ',';
      text += part ?? 'null';
    }
    return `${text}]`;
  }

  #enter(step: string | number): void {
    if (this.#misfits) this.#path.push(step);
  }

  #leave(): void {
    if (this.#misfits) this.#path.pop();
  }

  #misfit(): null {
    this.hasMisfits = true;
    if (this.#misfits && this.#misfits.length < maxMisfits) this.#misfits.push([...this.#path]);
    return null;
  }
}

/** The form of an object by the type that its subgraph gave it, or else by its declared one. */
function findForm(shapes: ObjectShapes, value: AnswerObject): ObjectShape | undefined {
  const typename = value['__typename'];
  if (typename === undefined || typename === null) return shapes.own;
  return typeof typename === 'string' ? shapes.forTypename(typename) : undefined;
}
