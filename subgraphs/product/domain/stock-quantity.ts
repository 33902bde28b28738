import { type Figure, type FigureForm, parseFigure } from '#schema/figure.ts';
import { quantityScale } from '#schema/quantity.ts';
import { maxStockE4 } from './bounds.ts';

/** A quantity that is moved in one direction: above zero, as something else decides the direction. */
export const oneWayForm: FigureForm = {
  name: 'a quantity',
  scale: quantityScale,
  min: 1n,
  max: maxStockE4,
};

/** A quantity moved in either direction; zero is not a movement. */
export const eitherWayForm: FigureForm = {
  ...oneWayForm,
  name: 'a quantity other than zero',
  min: -maxStockE4,
};

/** Reads a quantity to reserve or to release, in ten-thousandths of a unit. */
export function parseStockQuantity(text: string): Figure<bigint> {
  return parseFigure(text, oneWayForm);
}
