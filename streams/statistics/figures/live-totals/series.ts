import { type Serde, SerdeError } from '../../../engine/serde.ts';
import type { CurrencySum } from '../invoice-sum.ts';

/** The source of a sum's invoices. */
export type Origin = 'ISSUED' | 'IMPORTED' | 'SIMULATED';

/** The sum of one currency and origin. */
export interface OriginSum extends CurrencySum {
  readonly origin: Origin;
}

/** Invoices that are summed together: those of a currency, the simulated ones apart. */
export interface Series {
  /** ISO 4217. */
  readonly currency: string;
  readonly isSimulated: boolean;
}

const mark = ' simulated';

/** The text of invoices that are not simulated is the currency alone, as in the state of the first release. */
export const seriesSerde: Serde<Series> = {
  toText: ({ currency, isSimulated }) => (isSimulated ? currency + mark : currency),
  fromText: (text) => {
    const isSimulated = text.endsWith(mark);
    const currency = isSimulated ? text.slice(0, -mark.length) : text;
    if (!/^[A-Z]{3}$/.test(currency)) throw new SerdeError('a currency, with or without " simulated"', text);
    return { currency, isSimulated };
  },
};

/** The origin of a series' invoices. */
export function toOrigin({ isSimulated }: Series): Origin {
  return isSimulated ? 'SIMULATED' : 'ISSUED';
}
