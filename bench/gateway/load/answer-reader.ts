/** An answer that has arrived as a whole. */
export interface ReadAnswer {
  readonly isOk: boolean;
  /** Of the body, with the sizes of chunks if it came in chunks. */
  readonly bodyBytes: number;
}

interface Head {
  readonly isOk: boolean;
  /** `undefined` for an answer in chunks. */
  readonly length: number | undefined;
}

const headEnd = '\r\n\r\n';
const lastChunk = '0\r\n\r\n';

/** More than the head of any answer, and much less than the body that follows it. */
const maxHeadBytes = 16_384;

/**
 * Finds where answers end (RFC 9112 section 6) when one is read at a time: by their length, or by the last chunk, which a
 * body of JSON does not end with. Nothing of a body is kept.
 */
export class AnswerReader {
  #headText = '';
  #head: Head | undefined;
  #bodyBytes = 0;
  /** The end of what was read, as the last chunk may arrive in parts. */
  #tail = '';

  /** Gives the answer when these bytes are its last ones. */
  read(bytes: Buffer): ReadAnswer | undefined {
    const body = this.#head === undefined ? this.#readHead(bytes) : bytes;
    if (this.#head === undefined || body === undefined) return undefined;
    this.#bodyBytes += body.length;
    if (!this.#isComplete(this.#head, body)) return undefined;
    const answer = { isOk: this.#head.isOk, bodyBytes: this.#bodyBytes };
    this.#headText = '';
    this.#head = undefined;
    this.#bodyBytes = 0;
    this.#tail = '';
    return answer;
  }

  /** Gives what follows the head, when all of it has arrived. */
  #readHead(bytes: Buffer): Buffer | undefined {
    const readBefore = this.#headText.length;
    this.#headText += bytes.toString('latin1', 0, maxHeadBytes);
    const end = this.#headText.indexOf(headEnd);
    if (end < 0) return undefined;
    const text = this.#headText.slice(0, end);
    const length = /^content-length: *(\d+)/im.exec(text)?.[1];
    this.#head = {
      isOk: /^HTTP\/1\.1 2/.test(text),
      length: length === undefined ? undefined : Number(length),
    };
    return bytes.subarray(end + headEnd.length - readBefore);
  }

  #isComplete({ length }: Head, body: Buffer): boolean {
    if (length !== undefined) return this.#bodyBytes >= length;
    this.#tail = (this.#tail + body.toString('latin1', Math.max(0, body.length - lastChunk.length))).slice(
      -lastChunk.length,
    );
    return this.#tail === lastChunk;
  }
}
