import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { describeFigure, type FigureForm, parseFigure, readFigure } from '#schema/figure.ts';
import { quantityScale } from '#schema/quantity.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import type { RecordStockMovementInput, StockMovementKind } from '../generated/types.ts';
import { maxNoteLength, maxStockE4 } from './bounds.ts';

/** A movement that may be recorded, if the product has the stock. */
export interface NewMovement {
  readonly kind: StockMovementKind;
  /** The change of the stock in ten-thousandths of a unit; negative if it falls. */
  readonly changeE4: bigint;
  readonly note: string | null;
}

/** Reads a movement; undefined for problems, which are noted. */
export function parseMovement(
  input: Omit<RecordStockMovementInput, 'idempotencyKey'>,
  problems: InputProblems,
): NewMovement | undefined {
  const { kind } = input;
  const changeE4 = parseChange(kind, input.quantity, problems.at('quantity'));
  const note = parseOptionalText(input.note, { maxLength: maxNoteLength }, problems.at('note'));
  return changeE4 === undefined || note === undefined ? undefined : { kind, changeE4, note };
}

/** Above zero, as the kind decides the direction. */
const oneWay: FigureForm = { name: 'a quantity', scale: quantityScale, min: 1n, max: maxStockE4 };
/** Either direction; zero is not a movement. */
const eitherWay: FigureForm = { ...oneWay, name: 'a quantity other than zero', min: -maxStockE4 };

function parseChange(
  kind: StockMovementKind,
  quantity: ScalarInput,
  problems: InputProblems,
): bigint | undefined {
  const form = kind === 'ADJUSTMENT' ? eitherWay : oneWay;
  const quantityE4 = readFigure(quantity, (text) => parseFigure(text, form), problems);
  if (quantityE4 === 0n) problems.add('OUT_OF_RANGE', describeFigure(form));
  if (quantityE4 === undefined || quantityE4 === 0n) return undefined;
  return kind === 'WITHDRAWAL' ? -quantityE4 : quantityE4;
}
