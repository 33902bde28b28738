import type { DeadLetter } from './dead-letters.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A dead letter as one JSON line; its bytes as text when they are UTF-8, otherwise in base64. */
export function toLine(letter: DeadLetter): string {
  const { id, offset, timestampMs, value, ...others } = letter;
  return JSON.stringify({
    id: id.toString(),
    offset: offset.toString(),
    ...others,
    timestamp: new Date(timestampMs).toISOString(),
    ...toReadable(value),
  });
}

function toReadable(value: Uint8Array): { text: string } | { base64: string } {
  try {
    return { text: utf8.decode(value) };
  } catch {
    return { base64: Buffer.from(value).toString('base64') };
  }
}
