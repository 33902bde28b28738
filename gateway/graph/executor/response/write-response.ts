import { type AnswerObject, isAnswerObject, readOwn } from './answer-object.ts';
import { toLeafText } from './leaf-text.ts';
import { cutNonNull, type ObjectShape, type ObjectShapes, type ValueShape } from './shape.ts';

/** A place where a subgraph sent what is no list, or no object, where the schema has one. */
type Misfit = readonly (string | number)[];

/** Beyond so many, no more are told. */
const maxMisfits = 100;

/** An answer as JSON text; `null` if a null that may not be one reached the root. */
export interface WrittenResponse {
  readonly text: string | null;
  readonly misfits: readonly Misfit[];
  /** The places where a value lacks that may not be null. */
  readonly missing: readonly Misfit[];
  /** The places of what comes later; none if nobody asked for them. */
  readonly deferred: readonly DeferredPlace[];
}

/** A place where a part of an object is missing that comes later. */
export interface DeferredPlace {
  readonly label: string;
  readonly path: Misfit;
  readonly shape: ObjectShape;
}

/**
 * Writes what a client asked for from what was fetched, in the client's order, at once as JSON text. A value that its type
 * cannot have is null (integers of more than 32 bits pass), and a null where the type forbids it makes the nearest parent null that may be (GraphQL
 * specification, section "Handling Execution Errors").
 */
export function writeResponse(
  shape: ObjectShape,
  data: AnswerObject,
  options: WriteOptions,
): WrittenResponse {
  const writer = new Writer(options, undefined);
  const text = writer.object(shape, data);
  const deferred = text === null ? [] : writer.deferred;
  if (!writer.isFlawed) return { text, misfits: [], missing: [], deferred };
  // Paths are only kept track of where something is wrong.
  const flaws: Flaws = { misfits: [], missing: [] };
  new Writer(options, flaws).object(shape, data);
  return { text, ...flaws, deferred };
}

export interface WriteOptions {
  /** Objects and lists that stand at several places: their text is made once for each form. */
  readonly shared: ReadonlySet<object>;
  /** False if no text of a subgraph has a backslash, so that none of their texts has what JSON escapes. */
  readonly hasEscapes: boolean;
  /** The place of the object, if the places of what comes later are wanted. */
  readonly place?: Misfit | undefined;
}

interface Flaws {
  readonly misfits: Misfit[];
  readonly missing: Misfit[];
}

class Writer {
  isFlawed = false;
  readonly deferred: DeferredPlace[] = [];
  readonly #isDeferring: boolean;
  readonly #shared: ReadonlySet<object>;
  readonly #hasEscapes: boolean;
  readonly #flaws: Flaws | undefined;
  readonly #path: (string | number)[];
  readonly #known = new Map<ValueShape, Map<object, string | null>>();

  constructor({ shared, hasEscapes, place }: WriteOptions, flaws: Flaws | undefined) {
    this.#shared = shared;
    this.#hasEscapes = hasEscapes;
    this.#flaws = flaws;
    this.#isDeferring = place !== undefined;
    this.#path = [...(place ?? [])];
  }

  object(form: ObjectShape, source: AnswerObject): string | null {
    const { fields, typename } = form;
    if (this.#isDeferring) this.#noteDeferred(form);
    let text = '{';
    for (const { name, key, isPlain, value: shape } of fields) {
      if (shape === undefined) {
        if (typename === undefined) return null;
        text += `${key}"${typename}"`;
        continue;
      }
      const value = isPlain ? source[name] : readOwn(source, name);
      this.#enter(name);
      const part = this.#part(shape, value);
      this.#leave();
      if (part === null && shape.isNonNull) return null;
      text += key;
      text += part ?? 'null';
    }
    return `${text}}`;
  }

  #part(shape: ValueShape, value: unknown): string | null {
    if (value !== null && value !== undefined) return this.#value(shape, value);
    if (shape.isNonNull && shape !== cutNonNull) this.#note('missing');
    return null;
  }

  #value(shape: ValueShape, value: unknown): string | null {
    if (shape.kind === 'leaf') return this.#leaf(shape, value);
    if (typeof value !== 'object' || value === null) return this.#misfit();
    // Each place has later parts of its own.
    if (this.#isDeferring || !this.#shared.has(value)) return this.#composite(shape, value);
    const known = this.#known.get(shape) ?? new Map<object, string | null>();
    this.#known.set(shape, known);
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = this.#composite(shape, value);
    known.set(value, text);
    return text;
  }

  #leaf(shape: Extract<ValueShape, { kind: 'leaf' }>, value: unknown): string | null {
    if (!shape.accepts(value)) {
      if (shape.isNonNull && shape !== cutNonNull) this.#note('missing');
      return null;
    }
    if (typeof value === 'string' && !this.#hasEscapes) return `"${value}"`;
    try {
      return toLeafText(value);
    } catch (error) {
      // A scalar of the schema's own may nest deeper than the stack bears.
      if (error instanceof RangeError) return this.#misfit();
      throw error;
    }
  }

  #composite(shape: Exclude<ValueShape, { kind: 'leaf' }>, value: object): string | null {
    const before = this.deferred.length;
    const text = this.#listOrObject(shape, value);
    // Of an object that is not there nothing comes later either.
    if (text === null) this.deferred.length = before;
    return text;
  }

  #noteDeferred({ deferred }: ObjectShape): void {
    for (const { label, shapes } of deferred) {
      this.deferred.push({ label, path: [...this.#path], shape: shapes.own });
    }
  }

  #listOrObject(shape: Exclude<ValueShape, { kind: 'leaf' }>, value: object): string | null {
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
      const part = this.#part(shape, item);
      this.#leave();
      if (part === null && shape.isNonNull) return null;
      if (index > 0) text += ',';
      text += part ?? 'null';
    }
    return `${text}]`;
  }

  #enter(step: string | number): void {
    if (this.#isDeferring || this.#flaws) this.#path.push(step);
  }

  #leave(): void {
    if (this.#isDeferring || this.#flaws) this.#path.pop();
  }

  #misfit(): null {
    this.#note('misfits');
    return null;
  }

  #note(kind: keyof Flaws): void {
    this.isFlawed = true;
    const known = this.#flaws?.[kind];
    if (known && known.length < maxMisfits) known.push([...this.#path]);
  }
}

/** The form of an object by the type that its subgraph gave it, or else by its declared one. */
function findForm(shapes: ObjectShapes, value: AnswerObject): ObjectShape | undefined {
  const typename = value['__typename'];
  if (typename === undefined || typename === null) return shapes.own;
  return typeof typename === 'string' ? shapes.forTypename(typename) : undefined;
}
