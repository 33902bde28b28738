/** UTF-16 code units of an error's message. */
export const MAX_MESSAGE_LENGTH = 300;

/** Cuts a message that repeats too much of a request. */
export function shortenMessage(message: string): string {
  return message.length <= MAX_MESSAGE_LENGTH ? message : `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}
