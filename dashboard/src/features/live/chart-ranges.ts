/** The form of the horizontal axis. */
export interface AxisForm {
  readonly isBars: boolean;
  /** The width of a window that ends at the newest point; otherwise all points are shown. */
  readonly spanX: number | undefined;
  /** The end of the window while there is no point. */
  readonly firstX: number | undefined;
}

/**
 * Half a bar on both sides, or a window that ends at the newest point.
 *
 * @param min of the points; null if there are none
 */
export function toRangeX(
  min: number | null,
  max: number | null,
  { isBars, spanX, firstX = 0 }: AxisForm,
): [number, number] {
  const low = min ?? firstX;
  const high = max ?? firstX;
  if (isBars) return [low - 0.6, high + 0.6];
  return [spanX === undefined ? low : high - spanX, Math.max(high, low + 1)];
}

/** From zero on, since a part of an amount says nothing of it. */
export function toRangeY(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  const space = (high - low) * 0.08;
  return high === low ? [0, 1] : [low < 0 ? low - space : 0, high + space];
}
