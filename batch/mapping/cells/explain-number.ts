import { type CellProblem, show } from './cell-problem.ts';
import { type NumberForm, toPlainNumber } from './number-form.ts';

/** Says why a text is not a number of a form, and which setting of the mapping would read it. */
export function explainNumberForm(text: string, form: NumberForm, signs: readonly string[]): CellProblem {
  return (
    findAmbiguity(text, form) ??
    findLeadingZero(text, form, signs) ??
    findUnknownSign(text, form, signs) ?? {
      code: 'NOT_A_NUMBER',
      message: `${show(text)} must be a number such as "1234${form.decimal}50"${findHint(text, form, signs)}`,
    }
  );
}

function findAmbiguity(text: string, { decimal, thousands }: NumberForm): CellProblem | undefined {
  const other = decimal === '.' ? ',' : '.';
  if (thousands.includes(other) || !/^[-\u2212+(]?\d{1,3}[.,]\d{3}[-\u2212+)]?$/.test(text)) return undefined;
  const message = `${show(text)} may mean thousands or decimals: write it as "1234${decimal}00", or let the mapping say which ("numbers")`;
  return { code: 'AMBIGUOUS_NUMBER', message };
}

/** Explains a zero before a text that would be a number with another first digit. */
function findLeadingZero(text: string, form: NumberForm, signs: readonly string[]): CellProblem | undefined {
  const isNumberOtherwise = toPlainNumber(text.replace('0', '1'), form, signs) !== undefined;
  if (!/^\D*0/.test(text) || !isNumberOtherwise) return undefined;
  const [whole = ''] = text.split(form.decimal);
  if (/\d\D+\d/.test(whole)) {
    const message = `${show(text)} has a group of thousands after a zero, which nobody writes: it may be less than 1, or the mapping names the wrong separators ("numbers")`;
    return { code: 'AMBIGUOUS_NUMBER', message };
  }
  const message = `${show(text)} must not begin with a zero, or the mapping must allow it (numbers.leadingZeros)`;
  return { code: 'NOT_A_NUMBER', message };
}

/** Explains a currency sign or code that the column may not have, around a text that would be a number without it. */
function findUnknownSign(text: string, form: NumberForm, signs: readonly string[]): CellProblem | undefined {
  const sign = /\p{Sc}|(?<!\p{L})[A-Z]{3}(?!\p{L})/u.exec(text)?.[0];
  if (sign === undefined) return undefined;
  if (signs.length > 0 && toPlainNumber(text, form, [...signs, sign]) !== undefined) {
    const message = `${show(text)} shows ${show(sign)}, but only ${signs.map(show).join(', ')} may stand there`;
    return { code: 'CURRENCY_MISMATCH', message };
  }
  const loose: NumberForm = { ...form, thousands: toOtherSeparators(form), plus: true };
  if (signs.length > 0 || toPlainNumber(text, loose, [sign]) === undefined) return undefined;
  const message = `${show(text)} must be without ${show(sign)}, or the mapping must allow it (numbers.currencySigns)`;
  return { code: 'NOT_A_NUMBER', message };
}

function toOtherSeparators({ decimal }: NumberForm): string[] {
  return ['.', ',', ' ', "'"].filter((separator) => separator !== decimal);
}

/** Finds the setting with which the text would be a number; empty if there is none. */
function findHint(text: string, form: NumberForm, signs: readonly string[]): string {
  const others = toOtherSeparators(form);
  const changes: readonly (readonly [Partial<NumberForm>, string])[] = [
    [{ plus: true }, 'a plus needs numbers.plus'],
    [{ negative: ['leading', 'trailing', 'parentheses'] }, 'its sign needs numbers.negative'],
    [{ thousands: others }, 'its groups need numbers.thousands'],
    [
      { thousands: others, groups: 'indian' },
      'its groups are those of India (numbers.groups, numbers.thousands)',
    ],
  ];
  const found = changes.find(([change]) => toPlainNumber(text, { ...form, ...change }, signs) !== undefined);
  return found === undefined ? '' : `: ${found[1]}`;
}
