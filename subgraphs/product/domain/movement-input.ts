import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { describeFigure, type FigureForm, parseFigure, readFigure } from '#schema/figure.ts';
import { quantityScale } from '#schema/quantity.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import type { RecordStockMovementInput, StockMovementKind } from '../generated/types.ts';
import { maxNoteLength, maxStockMilli } from './bounds.ts';

/** A movement that may be recorded, if the product has the stock. */
export interface NewMovement {
  readonly kind: StockMovementKind;
  /** The change of the stock in thousandths of a unit; negative if it falls. */
  readonly changeMilli: bigint;
  readonly note: string | null;
}

/** Reads a movement; undefined for problems, which are noted. */
export function parseMovement(
  input: Omit<RecordStockMovementInput, 'idempotencyKey'>,
  problems: InputProblems,
): NewMovement | undefined {
  const { kind } = input;
  const changeMilli = parseChange(kind, input.quantity, problems.at('quantity'));
  const note = parseOptionalText(input.note, { maxLength: maxNoteLength }, problems.at('note'));
  return changeMilli === undefined || note === undefined ? undefined : { kind, changeMilli, note };
}

/** Above zero, as the kind decides the direction. */
const oneWay: FigureForm = { name: 'a quantity', scale: quantityScale, min: 1n, max: maxStockMilli };
/** Either direction; zero is not a movement. */
const eitherWay: FigureForm = { ...oneWay, name: 'a quantity other than zero', min: -maxStockMilli };

function parseChange(
  kind: StockMovementKind,
  quantity: ScalarInput,
  problems: InputProblems,
): bigint | undefined {
  const form = kind === 'ADJUSTMENT' ? eitherWay : oneWay;
  const quantityMilli = readFigure(quantity, (text) => parseFigure(text, form), problems);
  if (quantityMilli === 0n) problems.add('OUT_OF_RANGE', describeFigure(form));
  if (quantityMilli === undefined || quantityMilli === 0n) return undefined;
  return kind === 'WITHDRAWAL' ? -quantityMilli : quantityMilli;
}
