import { z } from 'zod';

/** Tests if a text names a zone of the IANA time zone database that is known here. Offsets such as `+01:00` do not. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The variable that says how the seller counts days; every process that counts some reads it by this field. */
export const sellerFields = {
  /** Whose clocks decide what day it is: of issue dates, years and number series. */
  SELLER_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone of the IANA database, for example Europe/Paris')
    .default('UTC'),
};
