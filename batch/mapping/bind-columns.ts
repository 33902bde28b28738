import { normaliseText } from '#platform/text/plain-text.ts';
import type { OptionalSource, Source } from './source.ts';

/** One problem of a mapping, or of a mapping for a file. */
export interface MappingProblem {
  /** A JSON Pointer (RFC 6901) into the mapping; empty for the mapping as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A source with the place of its value in a file's records. */
export interface BoundSource {
  /** The name of the column in the file, null for a constant. */
  readonly column: string | null;
  /** Counted from 0; -1 for a constant. */
  readonly index: number;
  /** Put in front of a value that is not empty. */
  readonly prefix: string;
  /** The value if the source is not a column. */
  readonly constant: string;
}

/** Finds sources in a header and collects those that cannot be found. */
export interface ColumnBinder {
  bind(path: string, source: Source): BoundSource;
  /** Returns undefined if there is no source, or if its column is optional and missing. */
  bindOptional(path: string, source: OptionalSource | undefined): BoundSource | undefined;
  readonly problems: readonly MappingProblem[];
}

/** Stands for a column that was not found; its problem prevents it from being read. */
const unbound: BoundSource = { column: null, index: -1, prefix: '', constant: '' };

/** Finds columns by their exact names, except for white space: a header may break a sentence into lines. */
export function createColumnBinder(header: readonly string[]): ColumnBinder {
  const problems: MappingProblem[] = [];
  const names = header.map(normaliseName);

  function findColumn(path: string, wanted: readonly string[]): BoundSource {
    const normalised = wanted.map(normaliseName);
    const found = names.flatMap((name, index) => (normalised.includes(name) ? [index] : []));
    const [index] = found;
    if (index !== undefined && found.length === 1) {
      return { column: header[index] ?? '', index, prefix: '', constant: '' };
    }
    const columns = wanted.map((name) => JSON.stringify(name)).join(' or ');
    const message =
      index === undefined
        ? `the file has no column ${columns}; it has ${header.map((name) => JSON.stringify(name)).join(', ')}`
        : `the file has ${found.length} columns ${columns}: which is meant cannot be told`;
    problems.push({ path, message });
    return unbound;
  }

  function bind(path: string, source: Source): BoundSource {
    if (typeof source === 'string') return findColumn(path, [source]);
    if (isList(source)) return findColumn(path, source);
    if ('constant' in source) return { column: null, index: -1, prefix: '', constant: source.constant };
    return { ...bind(path, source.column), prefix: source.prefix };
  }

  return {
    bind,
    bindOptional: (path, source) => {
      if (source === undefined) return undefined;
      if (!isMissable(source)) return bind(path, source);
      const wanted = [source.column].flat().map(normaliseName);
      return names.some((name) => wanted.includes(name)) ? bind(path, source.column) : undefined;
    },
    problems,
  };
}

function isList(source: Source): source is string[] {
  return Array.isArray(source);
}

function isMissable(source: OptionalSource): source is Exclude<OptionalSource, Source> {
  return typeof source === 'object' && 'optional' in source;
}

/** Returns a column's name in the form in which names are compared. */
export function normaliseName(name: string): string {
  return normaliseText(name).replace(/\s+/g, ' ');
}
