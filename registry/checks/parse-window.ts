import type { UsageWindow } from '../usage/load-operations.ts';

/** The period of a check that names none. */
const defaultDays = 7;

/**
 * Parses the period of a check: instants, or negative numbers of seconds from now as Rover sends them.
 *
 * @returns undefined if a text is neither, or the period ends before it begins
 */
export function parseWindow(
  { from, to }: { readonly from?: string | null | undefined; readonly to?: string | null | undefined },
  now: Date,
): UsageWindow | undefined {
  const begin = parseInstant(from ?? String(-defaultDays * 86_400), now);
  const end = parseInstant(to ?? '-0', now);
  return begin === undefined || end === undefined || begin > end ? undefined : { from: begin, to: end };
}

function parseInstant(text: string, now: Date): Date | undefined {
  if (/^-\d{1,9}$/.test(text)) return new Date(now.getTime() + Number(text) * 1_000);
  const instant = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  return instant === undefined || Number.isNaN(instant.getTime()) ? undefined : instant;
}
