const formats = new Map<string, Intl.NumberFormat>();

/** Writes a number with so many decimals at the most. The format, which is dear to make, is made once. */
export function formatFigure(value: number, locale: string, maximumFractionDigits = 0): string {
  const key = `${locale} ${maximumFractionDigits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits });
  formats.set(key, format);
  return format.format(value);
}
