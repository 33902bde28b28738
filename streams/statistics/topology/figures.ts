import { bigintSerde, integerSerde, type Serde, structSerde } from '../../engine/serde.ts';

/** How many invoices, and the exact sum of their amounts in minor units of one currency. */
export interface Figures {
  readonly count: number;
  readonly amountMinor: bigint;
}

export const noFigures: Figures = { count: 0, amountMinor: 0n };

export const figuresSerde: Serde<Figures> = structSerde<Figures>({
  count: integerSerde,
  amountMinor: bigintSerde,
});

/** Both together; of the same currency. */
export function addFigures(left: Figures, right: Figures): Figures {
  return { count: left.count + right.count, amountMinor: left.amountMinor + right.amountMinor };
}
