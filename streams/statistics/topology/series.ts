import { type Serde, SerdeError } from '../../engine/serde.ts';

/** Where a figure's invoices come from. */
export type Origin = 'ISSUED' | 'IMPORTED' | 'SIMULATED';

/** Invoices that are summed together: those of a currency, and of these the simulated ones apart. */
export interface Series {
  /** ISO 4217. */
  readonly currency: string;
  readonly isSimulated: boolean;
}

const mark = ' simulated';

/** The currency alone for invoices that are not simulated: so wrote the release that did not tell them apart. */
export const seriesSerde: Serde<Series> = {
  toText: ({ currency, isSimulated }) => (isSimulated ? currency + mark : currency),
  fromText: (text) => {
    const isSimulated = text.endsWith(mark);
    const currency = isSimulated ? text.slice(0, -mark.length) : text;
    if (!/^[A-Z]{3}$/.test(currency)) throw new SerdeError('a currency, and whether it is simulated', text);
    return { currency, isSimulated };
  },
};

/** The origin of a series' invoices. */
export function toOrigin({ isSimulated }: Series): Origin {
  return isSimulated ? 'SIMULATED' : 'ISSUED';
}
