import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import type { OptionalSource } from '../source.ts';

/** The columns that a mapping reads. */
export function findUsedColumns({ invoice, line, creditNote }: InvoiceMappingInput): ReadonlySet<string> {
  const sources: (OptionalSource | undefined)[] = [...Object.values(invoice), ...Object.values(line ?? {})];
  if (typeof creditNote === 'object' && 'column' in creditNote) sources.push(creditNote.column);
  return new Set(sources.flatMap(toColumns));
}

function toColumns(source: OptionalSource | undefined): string[] {
  if (source === undefined) return [];
  if (typeof source === 'string') return [source];
  if (Array.isArray(source)) return source;
  return 'column' in source ? toColumns(source.column) : [];
}
