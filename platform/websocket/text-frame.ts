/** RFC 6455 section 5.2: the last frame of a text message. */
const finalText = 0x81;
/** Lengths from here on stand in two or eight bytes of their own, which these say. */
const twoBytes = 126;
const eightBytes = 127;

/**
 * Makes the beginning of a text message that a server sends in one frame, uncompressed and unmasked (RFC 6455 section
 * 5.2): the frame's header and the first part of its payload.
 *
 * @param text the first part of the payload
 * @param restBytes of the payload that is to follow
 */
export function createTextFrameHead(text: string, restBytes = 0): Buffer {
  const textBytes = Buffer.byteLength(text);
  const payloadBytes = textBytes + restBytes;
  const start = payloadBytes < twoBytes ? 2 : payloadBytes < 65_536 ? 4 : 10;
  const head = Buffer.allocUnsafe(start + textBytes);
  head[0] = finalText;
  if (start === 2) head[1] = payloadBytes;
  else if (start === 4) {
    head[1] = twoBytes;
    head.writeUInt16BE(payloadBytes, 2);
  } else {
    head[1] = eightBytes;
    head.writeBigUInt64BE(BigInt(payloadBytes), 2);
  }
  head.write(text, start);
  return head;
}
