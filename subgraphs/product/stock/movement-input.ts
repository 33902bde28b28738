import { parseIdempotencyKey } from '#platform/graphql/idempotency-key.ts';
import type { InputProblems } from '#platform/graphql/input-problems.ts';
import { parseOptionalText } from '#platform/graphql/text-input.ts';
import { parseDecimal } from '#schema/decimal.ts';
import { readScalar, type ScalarInput } from '#schema/scalar-input.ts';
import type { RecordStockMovementInput, StockMovementKind, UserErrorCode } from '../generated/types.ts';
import { largestThousandths, quantityScale } from './quantity.ts';

/** A movement that may be recorded, if the product has the stock. */
export interface NewMovement {
  readonly kind: StockMovementKind;
  /** By how many thousandths of a unit the stock changes; negative when it falls. */
  readonly changeThousandths: bigint;
  readonly note: string | null;
  readonly idempotencyKey: string;
}

type Problems = InputProblems<UserErrorCode>;

/** Reads a movement; undefined when something is wrong with it, which is noted. */
export function parseMovement(input: RecordStockMovementInput, problems: Problems): NewMovement | undefined {
  const { kind } = input;
  const changeThousandths = parseChange(kind, input.quantity, problems.at('quantity'));
  const note = parseOptionalText(input.note, { maxLength: 200 }, problems.at('note'));
  const idempotencyKey = parseIdempotencyKey(input.idempotencyKey, problems.at('idempotencyKey'));
  if (changeThousandths === undefined || note === undefined || typeof idempotencyKey !== 'string')
    return undefined;
  return { kind, changeThousandths, note, idempotencyKey };
}

function parseChange(kind: StockMovementKind, quantity: ScalarInput, problems: Problems): bigint | undefined {
  const text = readScalar(quantity, problems);
  if (text === undefined) return undefined;
  const thousandths = parseDecimal(text, quantityScale);
  if (thousandths === undefined) {
    problems.add('INVALID', `Must have at most ${quantityScale} decimals.`);
    return undefined;
  }
  const magnitude = thousandths < 0n ? -thousandths : thousandths;
  const isOfWrongSign = thousandths < 0n && kind !== 'ADJUSTMENT';
  if (magnitude === 0n || isOfWrongSign || magnitude > largestThousandths) {
    const wanted = kind === 'ADJUSTMENT' ? 'other than zero' : 'greater than zero';
    problems.add('OUT_OF_RANGE', `Must be ${wanted}, and of at most ${largestThousandths / 1000n} units.`);
    return undefined;
  }
  return kind === 'WITHDRAWAL' ? -thousandths : thousandths;
}
