import type { DateFormReader } from './date-parts.ts';

const dayMs = 86_400_000;
/** The days from the day that each date system of Excel counts as 0 to 1970-01-01. */
const excelDays = { 'excel-1900': 25_569, 'excel-1904': 24_107 };
/** In the 1900 system Excel counts 29 February 1900, a day that did not exist, as Lotus 1-2-3 did. */
const inventedLeapDay = 60;

/**
 * Forms of times that are one number, counted from a fixed day. Seconds have 9 to 11 digits and milliseconds 12 to 14, which
 * begins in 1973, so that neither is taken for the other or for a serial day.
 */
export const countedForms: Readonly<Record<string, DateFormReader>> = {
  'excel-1900': (text) => {
    const serial = readNumber(text, /^(\d{1,6})(?:[.,](\d{1,15}))?$/, dayMs);
    if (serial === undefined || serial.whole < 1 || serial.whole === inventedLeapDay) return undefined;
    const day = serial.whole < inventedLeapDay ? serial.whole + 1 : serial.whole;
    return toLocal(day - excelDays['excel-1900'], serial);
  },
  'excel-1904': (text) => {
    const serial = readNumber(text, /^(\d{1,6})(?:[.,](\d{1,15}))?$/, dayMs);
    return serial === undefined ? undefined : toLocal(serial.whole - excelDays['excel-1904'], serial);
  },
  'epoch-seconds': (text) => {
    const seconds = readNumber(text, /^(\d{9,11})(?:\.(\d{1,9}))?$/, 1_000);
    return seconds && { localMs: seconds.whole * 1_000 + seconds.fractionMs, offsetMs: 0, hasTime: true };
  },
  'epoch-milliseconds': (text) => {
    const milliseconds = readNumber(text, /^(\d{12,14})$/, 1);
    return milliseconds && { localMs: milliseconds.whole, offsetMs: 0, hasTime: true };
  },
};

interface CountedNumber {
  readonly whole: number;
  /** Undefined decimals mean a whole day. */
  readonly hasFraction: boolean;
  readonly fractionMs: number;
}

/** @param unitMs the length of one unit */
function readNumber(text: string, pattern: RegExp, unitMs: number): CountedNumber | undefined {
  const [, whole, fraction] = pattern.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const fractionMs = fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * unitMs);
  return { whole: Number(whole), hasFraction: fraction !== undefined, fractionMs };
}

/** A serial without decimals is a day; one with decimals has a time, midnight too (46082.0). */
function toLocal(day: number, { hasFraction, fractionMs }: CountedNumber): ReturnType<DateFormReader> {
  return { localMs: day * dayMs + fractionMs, offsetMs: undefined, hasTime: hasFraction };
}
