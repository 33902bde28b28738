import assert from 'node:assert/strict';
import type { IssueDateLimits } from '#schema/calendar/seller.ts';
import { anyDay } from '../any-day.ts';
import { compileMapping } from '../compile-mapping.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import { isPaymentMapping } from '../mapping.ts';
import { checkMapping } from '../parse-mapping.ts';
import type { Mapper } from '../row-mapper.ts';
import type { OptionalSource } from '../source.ts';

/** Compiles a valid mapping for a file whose columns are those that it names, in its order. */
export function toMapper(
  input: InvoiceMappingInput,
  header: readonly string[] = columnsOf(input),
  limits: Partial<IssueDateLimits> = {},
): Mapper {
  const { mapping, problems } = checkMapping(input);
  assert.ok(mapping !== undefined, JSON.stringify(problems));
  assert.ok(!isPaymentMapping(mapping));
  const compiled = compileMapping(mapping, header, { ...anyDay, ...limits });
  assert.ok(compiled.mapper !== undefined, JSON.stringify(compiled.problems));
  return compiled.mapper;
}

function columnsOf({ invoice, line }: InvoiceMappingInput): string[] {
  const sources: (OptionalSource | undefined)[] = [...Object.values(invoice), ...Object.values(line ?? {})];
  return [...new Set(sources.filter((source) => typeof source === 'string'))];
}
