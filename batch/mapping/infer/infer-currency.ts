import { isCurrency, minorDigits } from '#schema/money.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import { parseColumnName } from './column-name.ts';
import { findSigns } from './number-cells.ts';
import type { SampleColumn } from './sample.ts';
import { findSignCode, isSharedSign } from './sign-codes.ts';

/** The source of the currency of amounts. */
export interface InferredCurrency {
  readonly source: InvoiceMappingInput['invoice']['currency'];
  readonly settings: Pick<InvoiceMappingInput, 'currencies'>;
  /** Codes of the sample. */
  readonly codes: readonly string[];
  readonly doubts: readonly string[];
}

/**
 * Finds the currency: in a column of its own, else in the names of the columns of amounts, else in the signs around them.
 *
 * @param column the column that holds currencies, if there is one
 * @param amounts the columns of amounts and prices that the mapping reads
 */
export function inferCurrency(
  column: SampleColumn | undefined,
  amounts: readonly SampleColumn[],
  columns: readonly SampleColumn[],
): InferredCurrency {
  if (column !== undefined) return inferFromColumn(column);
  for (const { name } of [...amounts, ...columns]) {
    const { currency, sign } = parseColumnName(name);
    if (currency === undefined) continue;
    return toConstant(currency, `the name ${JSON.stringify(name)} says so${doubtSign(sign)}`);
  }
  const signs = findSigns(amounts).filter((sign) => sign !== '%');
  const sign = signs.find((one) => toCode(one) !== undefined);
  if (sign === undefined) return toConstant('EUR', 'nothing in the file says which it is');
  const others = signs.filter((one) => toCode(one) !== toCode(sign)).map((one) => JSON.stringify(one));
  const reason = `${JSON.stringify(sign)} stands beside amounts${isSharedSign(sign) ? ', which other currencies have too' : ''}`;
  const refused = others.length === 0 ? '' : `; amounts with ${others.join(', ')} will be rejected`;
  return toConstant(toCode(sign) ?? 'EUR', `${reason}${refused}`);
}

function toConstant(code: string, reason: string): InferredCurrency {
  const doubt = `No column holds a currency; all amounts are taken for ${code}, as ${reason} (invoice.currency).`;
  return { source: { constant: code }, settings: {}, codes: [code], doubts: [doubt] };
}

function inferFromColumn({ name, filled }: SampleColumn): InferredCurrency {
  const texts = [...new Set(filled)];
  const smallLetters = texts.some((text) => !isCurrency(text) && isCurrency(text.toUpperCase()));
  const named = texts.flatMap((text) => {
    const code = isCurrency(text.toUpperCase()) ? undefined : toCode(text);
    return code === undefined ? [] : [[text, code] as const];
  });
  const column = JSON.stringify(name);
  const doubts: string[] = [];
  if (smallLetters)
    doubts.push(
      `Codes in ${column} have small letters; they are read as capital ones (currencies.smallLetters).`,
    );
  for (const [text, code] of named) {
    doubts.push(`${JSON.stringify(text)} in ${column} is taken for ${code} (currencies.names).`);
  }
  const settings = {
    ...(smallLetters ? { smallLetters } : {}),
    ...(named.length === 0 ? {} : { names: Object.fromEntries(named) }),
  };
  const codes = texts.flatMap((text) => toCode(text) ?? []);
  return {
    source: name,
    settings: Object.keys(settings).length === 0 ? {} : { currencies: settings },
    codes,
    doubts,
  };
}

function toCode(text: string): string | undefined {
  const code = text.toUpperCase();
  if (isCurrency(code)) return code;
  return findSignCode(text);
}

function doubtSign(sign: string | undefined): string {
  if (sign === undefined || !isSharedSign(sign)) return '';
  return `, with ${JSON.stringify(sign)}, which other currencies have too`;
}

/** True if amounts in these currencies have decimals. */
export function haveDecimals(codes: readonly string[]): boolean {
  return codes.some((code) => minorDigits(code) > 0);
}
