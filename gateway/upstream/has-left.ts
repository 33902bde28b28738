/** True if a call was given up because its client left, and not because it took too long. */
export function hasLeft({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError');
}
