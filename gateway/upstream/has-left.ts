/** Whether a call was given up because nobody wants its answer any more, and not because it took too long. */
export function hasLeft({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError');
}
