import { normaliseText } from '#platform/text/plain-text.ts';
import type { OptionalSource, Source } from './source.ts';

/** One thing that is wrong with a mapping, or with a mapping for a file. */
export interface MappingProblem {
  /** A JSON Pointer (RFC 6901) into the mapping; empty for the mapping as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A source that knows where in a file's records its value stands. */
export interface BoundSource {
  /** The column as the file names it, null for a constant. */
  readonly column: string | null;
  /** Counted from 0; -1 for a constant. */
  readonly index: number;
  /** Put in front of a value that is not empty. */
  readonly prefix: string;
  /** The value when there is no column. */
  readonly constant: string;
}

/** Finds sources in a header and collects what cannot be found. */
export interface ColumnBinder {
  bind(path: string, source: Source): BoundSource;
  /** Undefined when there is no source, or when its column may be missing and is. */
  bindOptional(path: string, source: OptionalSource | undefined): BoundSource | undefined;
  readonly problems: readonly MappingProblem[];
}

/** A column that was not found; the problem that goes with it keeps it from being read. */
const unbound: BoundSource = { column: null, index: -1, prefix: '', constant: '' };

/** Columns are found by their exact names, but for white space: a sentence may be broken over lines in a header. */
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

/** A column's name as it is compared. */
export function normaliseName(name: string): string {
  return normaliseText(name).replace(/\s+/g, ' ');
}
