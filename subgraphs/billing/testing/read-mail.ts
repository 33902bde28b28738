/** A part of a message that is not a container. */
interface MailPart {
  readonly contentType: string;
  readonly filename: string | undefined;
  readonly content: Buffer;
}

/** A message as a mail program reads it. */
export interface ReadMail {
  /** Values by lower-case name, unfolded and decoded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailPart[];
}

/** Reads a message (RFC 5322, MIME) as far as the tests of mails need it. */
export function readMail(source: Buffer): ReadMail {
  const { headers, parts } = readEntity(source.toString('latin1'));
  const findText = (type: string) =>
    String(
      parts.find(({ contentType, filename }) => contentType === type && filename === undefined)?.content,
    );
  return {
    headers,
    text: findText('text/plain').replaceAll('\r\n', '\n'),
    html: findText('text/html').replaceAll('\r\n', '\n'),
    attachments: parts.filter(({ filename }) => filename !== undefined),
  };
}

function readEntity(source: string): { headers: Map<string, string>; parts: MailPart[] } {
  const end = source.indexOf('\r\n\r\n');
  const body = source.slice(end + 4);
  const unfolded = source.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const headers = new Map(
    unfolded.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
    }),
  );
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) return { headers, parts: [toPart(headers, type, body)] };
  const sections = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1);
  return { headers, parts: sections.flatMap((section) => readEntity(section.replace(/^\r\n/, '')).parts) };
}

function toPart(headers: ReadonlyMap<string, string>, type: string, body: string): MailPart {
  const encoding = headers.get('content-transfer-encoding');
  const isAttached = headers.get('content-disposition')?.startsWith('attachment') ?? false;
  return {
    contentType: type.split(';', 1)[0] ?? type,
    filename: isAttached ? /name="?([^";]+)"?/.exec(type)?.[1] : undefined,
    content:
      encoding === 'base64'
        ? Buffer.from(body, 'base64')
        : encoding === 'quoted-printable'
          ? decodeQuoted(body.replace(/=\r\n/g, ''))
          : Buffer.from(body, 'latin1'),
  };
}

function decodeQuoted(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Decodes the encoded words of a header (RFC 2047). */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B'
        ? String(Buffer.from(word, 'base64'))
        : String(decodeQuoted(word.replaceAll('_', ' '))),
    );
}
