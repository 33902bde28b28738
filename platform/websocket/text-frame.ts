/** RFC 6455 section 5.2: the last frame of a text message. */
const finalText = 0x81;
/** Lengths from here on stand in two or eight bytes of their own, which these say. */
const twoBytes = 126;
const eightBytes = 127;

/**
 * Makes the frame of a text message that a server sends, uncompressed and unmasked (RFC 6455 section 5.2). The payload is
 * for the caller to write, from `start` to the end.
 */
export function allocateTextFrame(payloadBytes: number): { readonly frame: Buffer; readonly start: number } {
  const start = payloadBytes < twoBytes ? 2 : payloadBytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + payloadBytes);
  frame[0] = finalText;
  if (start === 2) frame[1] = payloadBytes;
  else if (start === 4) {
    frame[1] = twoBytes;
    frame.writeUInt16BE(payloadBytes, 2);
  } else {
    frame[1] = eightBytes;
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
  }
  return { frame, start };
}
