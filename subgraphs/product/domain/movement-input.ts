import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { describeFigure, parseFigure, readFigure } from '#schema/figure.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import type { RecordedMovementKind, RecordStockMovementInput } from '../generated/types.ts';
import { maxNoteLength } from './bounds.ts';
import { eitherWayForm, oneWayForm } from './stock-quantity.ts';

/** A movement that may be recorded, if the product has the stock. */
export interface NewMovement {
  readonly kind: RecordedMovementKind;
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

function parseChange(
  kind: RecordedMovementKind,
  quantity: ScalarInput,
  problems: InputProblems,
): bigint | undefined {
  const form = kind === 'ADJUSTMENT' ? eitherWayForm : oneWayForm;
  const quantityE4 = readFigure(quantity, (text) => parseFigure(text, form), problems);
  if (quantityE4 === 0n) problems.add('OUT_OF_RANGE', describeFigure(form));
  if (quantityE4 === undefined || quantityE4 === 0n) return undefined;
  return kind === 'WITHDRAWAL' ? -quantityE4 : quantityE4;
}
