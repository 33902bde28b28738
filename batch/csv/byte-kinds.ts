import type { CsvDialect } from './dialect.ts';

/** The meanings of a byte to the scanner; most bytes have none and cost one lookup. */
export const kindOf = {
  plain: 0,
  separator: 1,
  lineFeed: 2,
  carriageReturn: 3,
  quote: 4,
  nonAscii: 5,
  nul: 6,
} as const;

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const quote = 0x22;

/** The kinds of bytes outside of quotes. */
export function createOpenKinds(dialect: CsvDialect): Uint8Array {
  const kinds = createQuotedKinds();
  if (!dialect.quotes) kinds[quote] = kindOf.plain;
  kinds[dialect.separator.charCodeAt(0)] = kindOf.separator;
  return kinds;
}

/** The kinds of bytes within quotes: a separator means nothing there. */
export function createQuotedKinds(): Uint8Array {
  const kinds = new Uint8Array(256).fill(kindOf.nonAscii, 0x80);
  kinds[lineFeed] = kindOf.lineFeed;
  kinds[carriageReturn] = kindOf.carriageReturn;
  kinds[quote] = kindOf.quote;
  kinds[0] = kindOf.nul;
  return kinds;
}
