import type { DeadLetter, DeadLetterPlace } from './dead-letters.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const placeForm = /^(.+)\/(\d{1,9})\/(\d{1,18})$/;

/** A dead letter as one JSON line; its bytes as text when they are UTF-8, otherwise in base64. */
export function toLine(letter: DeadLetter): string {
  const { key, reason, headers, timestampMs, createdAtMs, value } = letter;
  return JSON.stringify({
    place: toPlaceText(letter),
    reason,
    key,
    headers,
    timestamp: new Date(timestampMs).toISOString(),
    createdAt: new Date(createdAtMs).toISOString(),
    ...toReadable(value),
  });
}

/** A place as the command takes and shows it: `FACTURATION/0/42`. */
export function toPlaceText({ topic, partition, offset }: DeadLetterPlace): string {
  return `${topic}/${partition}/${offset}`;
}

/** True if a text has the form of a place. */
export function isPlaceText(text: string): boolean {
  return placeForm.test(text);
}

function toReadable(value: Uint8Array): { text: string } | { base64: string } {
  try {
    return { text: utf8.decode(value) };
  } catch {
    return { base64: Buffer.from(value).toString('base64') };
  }
}
