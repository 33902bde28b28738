import { quoteText } from './quote-text.ts';
import type { Change, Windowed } from './record.ts';

/**
 * Turns values to text and back: for the state a runtime stores and for records that leave the task. Equal keys must give
 * equal text, for a state finds its keys by it. `fromText` throws SerdeError on text that `toText` cannot have written.
 */
export interface Serde<T> {
  toText(value: T): string;
  fromText(text: string): T;
}

/** A text that its serde cannot have written. */
export class SerdeError extends Error {
  constructor(wanted: string, text: string) {
    super(`Expected ${wanted}, found ${JSON.stringify(text.slice(0, 60))}.`);
    this.name = 'SerdeError';
  }
}

export const textSerde: Serde<string> = {
  toText: (value) => value,
  fromText: (text) => text,
};

export const bigintSerde: Serde<bigint> = {
  toText: (value) => value.toString(),
  fromText: (text) => {
    if (!/^-?\d+$/.test(text)) throw new SerdeError('a whole number', text);
    return BigInt(text);
  },
};

export const booleanSerde: Serde<boolean> = {
  toText: (value) => (value ? 'true' : 'false'),
  fromText: (text) => {
    if (text !== 'true' && text !== 'false') throw new SerdeError('true or false', text);
    return text === 'true';
  },
};

/** Whole numbers that a double holds exactly. */
export const integerSerde: Serde<number> = {
  toText: (value) => value.toString(),
  fromText: (text) => {
    const value = Number(text);
    if (text === '' || !Number.isSafeInteger(value)) throw new SerdeError('a safe whole number', text);
    return value;
  },
};

/** Serdes whose texts JSON writes unchanged. */
const plain: ReadonlySet<unknown> = new Set([bigintSerde, booleanSerde, integerSerde]);

/** JSON whose shape the caller checks: `parse` throws when it is not a T. */
export function jsonSerde<T>(parse: (value: unknown) => T): Serde<T> {
  return {
    toText: (value) => JSON.stringify(value),
    fromText: (text) => parse(parseJson(text)),
  };
}

/** An object of fields that each have a serde; written as a JSON array of their texts, in the order given here. */
export function structSerde<T extends object>(
  fields: { readonly [Name in keyof T]: Serde<T[Name]> },
): Serde<T> {
  const names = Object.keys(fields) as (keyof T)[];
  const writers = names.map((name) => {
    const serde = fields[name];
    return plain.has(serde)
      ? (value: T) => `"${serde.toText(value[name])}"`
      : (value: T) => quoteText(serde.toText(value[name]));
  });
  const write = (value: T) => {
    let text = '[';
    for (let index = 0; index < writers.length; index += 1) {
      if (index > 0) text += ',';
      text += writers[index]?.(value) ?? '';
    }
    return `${text}]`;
  };
  const [first, second, third] = names;
  const isPair = names.every((name) => Object.is(fields[name], textSerde)) && third === undefined;
  const texts = new PairTexts();
  const writePair = (value: T, one: keyof T, other: keyof T) => {
    const left = String(value[one]);
    const right = String(value[other]);
    return texts.get(left, right) ?? texts.set(left, right, write(value));
  };
  return {
    // Pairs are mostly keys, and the same keys come again and again.
    toText:
      isPair && first !== undefined && second !== undefined
        ? (value) => writePair(value, first, second)
        : write,
    fromText: (text) => {
      const texts = parseTexts(text, names.length);
      const value: Partial<T> = {};
      names.forEach((name, index) => {
        value[name] = fields[name].fromText(texts[index] ?? '');
      });
      return value as T;
    },
  };
}

/** Keys of results by window. */
export function windowedSerde<K>(key: Serde<K>): Serde<Windowed<K>> {
  return {
    toText: (value) => `${value.startMs}:${value.endMs}:${key.toText(value.key)}`,
    fromText: (text) => {
      const [, startMs, endMs, keyText] = /^(-?\d+):(-?\d+):(.*)$/s.exec(text) ?? [];
      if (startMs === undefined || endMs === undefined || keyText === undefined) {
        throw new SerdeError('start:end:key of a window', text);
      }
      return { key: key.fromText(keyText), startMs: Number(startMs), endMs: Number(endMs) };
    },
  };
}

/** Updates of a table on their way to another partition. */
export function changeSerde<V>(value: Serde<V>): Serde<Change<V>> {
  const toText = (side: V | null) => (side === null ? null : value.toText(side));
  const fromText = (side: unknown, text: string) => {
    if (side === null) return null;
    if (typeof side !== 'string') throw new SerdeError('the two sides of a change', text);
    return value.fromText(side);
  };
  return {
    toText: (change) => JSON.stringify([toText(change.newValue), toText(change.oldValue)]),
    fromText: (text) => {
      const sides = parseJson(text);
      if (!Array.isArray(sides) || sides.length !== 2)
        throw new SerdeError('the two sides of a change', text);
      return { newValue: fromText(sides[0], text), oldValue: fromText(sides[1], text) };
    },
  };
}

/** The largest number of cached texts of pairs; when it is reached, the cache is emptied. */
const mostPairs = 10_000;

/** A cache of the texts of recent pairs: finding a text is quicker than writing it, and an identical string is quicker to look up in maps. */
class PairTexts {
  readonly #bySecond = new Map<string, Map<string, string>>();
  #size = 0;

  get(first: string, second: string): string | undefined {
    return this.#bySecond.get(second)?.get(first);
  }

  set(first: string, second: string, text: string): string {
    if (this.#size >= mostPairs) {
      this.#bySecond.clear();
      this.#size = 0;
    }
    const byFirst = this.#bySecond.get(second) ?? new Map<string, string>();
    this.#bySecond.set(second, byFirst);
    byFirst.set(first, text);
    this.#size += 1;
    return text;
  }
}

function parseTexts(text: string, count: number): string[] {
  const texts = parseJson(text);
  if (!Array.isArray(texts) || texts.length !== count || !texts.every((item) => typeof item === 'string')) {
    throw new SerdeError(`a JSON array of ${count} texts`, text);
  }
  return texts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(new SerdeError('JSON', text), { cause });
  }
}
