import { bigintSerde, integerSerde, type Serde, structSerde, textSerde } from '../../engine/serde.ts';
import type { Figures } from './figures.ts';

/** A customer's figures, with the name as the latest invoice has it. */
export interface CustomerFigures extends Figures {
  readonly customerName: string;
}

export const noCustomerFigures: CustomerFigures = { count: 0, amountMinor: 0n, customerName: '' };

export const customerFiguresSerde: Serde<CustomerFigures> = structSerde<CustomerFigures>({
  count: integerSerde,
  amountMinor: bigintSerde,
  customerName: textSerde,
});
