import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** A WebSocket client that does little and so costs little: a thousand of them shall not be what is measured. */
export interface FrameSocket {
  send(text: string): void;
  close(): void;
}

export interface FrameSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly protocol: string;
  readonly onOpen: (socket: FrameSocket) => void;
  /** The payload of a text message; good until the call returns. */
  readonly onText: (payload: Buffer) => void;
  /** Told once why it ended, unless it was closed here. */
  readonly onLost: (why: string) => void;
}

const readBuffer = Buffer.allocUnsafeSlow(65_536);
const nothing = Buffer.alloc(0);

/** RFC 6455, section 5.2. */
const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa };
const FIN = 0x80;
const MASKED = 0x80;

/** Connects to a WebSocket server on this machine. It understands whole messages of up to 64 KiB, and answers pings. */
export function openFrameSocket(options: FrameSocketOptions): FrameSocket {
  const socket = connect({
    port: options.port,
    host: '127.0.0.1',
    noDelay: true,
    // One for all: what is read is dealt with before anything else is.
    onread: {
      buffer: readBuffer,
      callback: (length) => {
        read(readBuffer.subarray(0, length));
        return true;
      },
    },
  });
  const own: FrameSocket = {
    send: (text) => socket.write(toFrame(opcodes.text, Buffer.from(text))),
    close: () => {
      isClosed = true;
      socket.destroy();
    },
  };
  let isClosed = false;
  let isOpen = false;
  /** The beginning of a frame. */
  let rest: Buffer = nothing;

  const lose = (why: string) => {
    if (isClosed) return;
    isClosed = true;
    socket.destroy();
    options.onLost(why);
  };
  socket.on('error', (error) => lose(error.message));
  socket.on('close', () => lose('the connection closed'));
  socket.write(toUpgrade(options));
  return own;

  function read(chunk: Buffer): void {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = bytes.toString('latin1', 0, end);
        if (!head.startsWith('HTTP/1.1 101 ')) {
          lose(head.split('\r\n')[0] ?? '');
          return;
        }
        isOpen = true;
        bytes = bytes.subarray(end + 4);
        options.onOpen(own);
      }
    }
    if (isOpen) bytes = readFrames(bytes, onFrame);
    rest = bytes.length === 0 ? nothing : Buffer.from(bytes);
  }

  function onFrame(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.text) options.onText(payload);
    else if (opcode === opcodes.ping) socket.write(toFrame(opcodes.pong, payload));
    else if (opcode === opcodes.close) lose(`closed with ${payload.readUInt16BE(0)} ${payload.subarray(2)}`);
  }
}

/** @returns what is left: the beginning of a frame. */
function readFrames(bytes: Buffer, onFrame: (opcode: number, payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = bytes.readUInt8(at + 1);
    if (short === 127) throw new Error('A message is longer than 64 KiB.');
    const start = at + (short === 126 ? 4 : 2);
    if (bytes.length < start) break;
    const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
    if (bytes.length < end) break;
    onFrame(bytes.readUInt8(at) & 0x0f, bytes.subarray(start, end));
    at = end;
  }
  return at === 0 ? bytes : bytes.subarray(at);
}

/** A client's frames are masked; a mask of zeros leaves the payload as it is. */
function toFrame(opcode: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126
      ? [MASKED | payload.length]
      : [MASKED | 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([FIN | opcode, ...length, 0, 0, 0, 0]), payload]);
}

function toUpgrade({ port, path, protocol }: FrameSocketOptions): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Protocol: ${protocol}`,
    '\r\n',
  ].join('\r\n');
}
