import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCsvReader } from './csv-reader.ts';
import { type CsvDialect, type CsvEncoding, commonDialect } from './dialect.ts';
import { parseHeader } from './header.ts';
import { type CsvPosition, type CsvRecord, fileStart } from './record.ts';
import { maxCsvRecordBytes } from './record-scanner.ts';

/** Reads a file with a header, in one piece and in pieces of three bytes, which must give the same. */
function readFile(file: string | Buffer, given: Partial<CsvDialect> = {}): CsvRecord[] {
  const bytes = Buffer.from(file);
  const dialect = { ...commonDialect, ...given };
  const { names, first } = parseHeader(bytes, dialect);
  const rest = bytes.subarray(first.byteOffset);
  const whole = readPieces([rest], dialect, first, names);
  if (rest.length > 100_000) return whole;
  const pieces = Array.from({ length: Math.ceil(rest.length / 3) }, (_, index) =>
    rest.subarray(index * 3, index * 3 + 3),
  );
  assert.deepEqual(readPieces(pieces, dialect, first, names), whole);
  return whole;
}

function readPieces(
  pieces: readonly Uint8Array[],
  dialect: CsvDialect,
  start: CsvPosition,
  columns: readonly string[] | undefined,
): CsvRecord[] {
  const reader = createCsvReader(dialect, { start, columns });
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

/** Row, line, byte, then the code of the problem or the cells. */
function brief(records: readonly CsvRecord[]): unknown[] {
  return records.map(({ rowNumber, line, byteOffset, problem, fields }) => [
    rowNumber,
    line,
    byteOffset,
    problem?.code ?? fields,
  ]);
}

test('a byte order mark is not part of the first column, and its bytes count', () => {
  assert.deepEqual(brief(readFile('\ufeffa,b\n1,2\n')), [[1, 2, 7, ['1', '2']]]);
});

test('LF, CRLF and CR end a row, also mixed, and empty lines are not rows', () => {
  const file = 'a,b\r\n1,2\n3,4\r5,6\r\n\r\n\n\r7,8';
  assert.deepEqual(brief(readFile(file)), [
    [1, 2, 5, ['1', '2']],
    [2, 3, 9, ['3', '4']],
    [3, 4, 13, ['5', '6']],
    [4, 8, 22, ['7', '8']],
  ]);
});

test('quoted line ends are text, and lines count on', () => {
  const file = 'a,b\n"one\r\ntwo\rthree\n",2\n"say ""hi""",""\n';
  assert.deepEqual(brief(readFile(file)), [
    [1, 2, 4, ['one\r\ntwo\rthree\n', '2']],
    [2, 6, 24, ['say "hi"', '']],
  ]);
});

test('rows with too few or too many cells are reported with row, line and byte', () => {
  const records = readFile('a,b\n1\n1,2\n1,2,3\n');
  assert.deepEqual(brief(records), [
    [1, 2, 4, 'RAGGED_ROW'],
    [2, 3, 6, ['1', '2']],
    [3, 4, 10, 'RAGGED_ROW'],
  ]);
  assert.equal(records[0]?.problem?.message, '1 cells where there are 2 columns (byte 4)');
  assert.deepEqual(records[2]?.fields, ['1', '2', '3']);
});

test('a quote that is never closed costs its line alone', () => {
  const records = readFile('a,b\n1,"Broken\n2,"Smith, ""J"""\n3,x\n');
  assert.deepEqual(brief(records), [
    [1, 2, 4, 'QUOTE_NOT_CLOSED'],
    [2, 3, 14, ['2', 'Smith, "J"']],
    [3, 4, 31, ['3', 'x']],
  ]);
  assert.deepEqual(records[0]?.fields, ['1', '"Broken']);
  assert.equal(records[0]?.problem?.column, 'b');
  assert.match(records[0]?.problem?.message ?? '', /byte 6/);
  assert.deepEqual(brief(readFile('a,b\n1,"Broken\n2,x\n3,y\n')).map(String), [
    '1,2,4,QUOTE_NOT_CLOSED',
    '2,3,14,2,x',
    '3,4,18,3,y',
  ]);
});

test('a quote that is not closed within the limit of a row costs its line alone', () => {
  const rows = `2,${'x'.repeat(997)}\n`.repeat(1_100);
  const records = readFile(`a,b\n1,"Broken\n${rows}`);
  assert.equal(records.length, 1_101);
  assert.deepEqual(brief(records.slice(0, 2)), [
    [1, 2, 4, 'QUOTE_NOT_CLOSED'],
    [2, 3, 14, ['2', 'x'.repeat(997)]],
  ]);
  assert.equal(records.filter(({ problem }) => problem !== undefined).length, 1);
});

test('a quote within a cell costs its row alone', () => {
  const records = readFile('a,b\n1,5" pipe\n2,"x"y\n3, "z"\n4,ok\n');
  assert.deepEqual(brief(records), [
    [1, 2, 4, 'BAD_QUOTE'],
    [2, 3, 14, 'BAD_QUOTE'],
    [3, 4, 21, 'BAD_QUOTE'],
    [4, 5, 28, ['4', 'ok']],
  ]);
  assert.deepEqual(records[0]?.fields, ['1', '5" pipe']);
  assert.deepEqual(readFile('a,b\n1,"x ""y"" z"!\n')[0]?.fields, ['1', '"x ""y"" z"!']);
  assert.deepEqual(
    readFile('a,b\n1,5" pipe\n2,"x"y\n', { quotes: false }).map(({ fields }) => fields[1]),
    ['5" pipe', '"x"y'],
  );
});

test('a file cut off in the middle of a row is reported; a missing last line end alone is not a problem', () => {
  assert.deepEqual(brief(readFile('a,b,c\n1,2,3\n4,5')), [
    [1, 2, 6, ['1', '2', '3']],
    [2, 3, 12, 'CUT_OFF'],
  ]);
  assert.deepEqual(brief(readFile('a,b\n1,"tw')), [[1, 2, 4, 'CUT_OFF']]);
  assert.deepEqual(brief(readFile('a,b\n1,2')), [[1, 2, 4, ['1', '2']]]);
  assert.deepEqual(brief(readFile('a,b\n1,"2"')), [[1, 2, 4, ['1', '2']]]);
});

test('the end mark of DOS is not a row or part of a cell; within a file it is a character', () => {
  const row = [1, 2, 4, ['1', '2']];
  for (const end of ['\n\x1a', '\r\n\x1a\x1a\x1a', '\x1a', '\n'])
    assert.deepEqual(brief(readFile(`a,b\n1,2${end}`)), [row]);
  assert.deepEqual(brief(readFile('a,b\n1,"2"\x1a')), [row]);
  assert.deepEqual(brief(readFile('a,b\n\x1a')), []);
  assert.deepEqual(brief(readFile('a,b\n1,\x1a2\n')), [[1, 2, 4, ['1', '\x1a2']]]);
  assert.deepEqual(brief(readFile('a,b\n1,2,\x1a')), [[1, 2, 4, 'RAGGED_ROW']]);
});

test('separators are ; TAB | as well as the comma', () => {
  for (const separator of [',', ';', '\t', '|']) {
    const file = `a${separator}b\n1${separator}"x${separator}y"\n`;
    assert.deepEqual(readFile(file, { separator })[0]?.fields, ['1', `x${separator}y`]);
  }
});

test('a row longer than the limit is reported and cut, and reading continues after it', () => {
  const long = 'x'.repeat(maxCsvRecordBytes);
  const records = readFile(`a,b\n1,${long}\r\n2,"${long}"\n"\n${long}\n3,y\n`);
  assert.deepEqual(brief(records).map(String), [
    '1,2,4,ROW_TOO_LONG',
    `2,3,${4 + maxCsvRecordBytes + 4},ROW_TOO_LONG`,
    `3,4,${4 + 2 * maxCsvRecordBytes + 9},QUOTE_NOT_CLOSED`,
    `4,5,${4 + 2 * maxCsvRecordBytes + 11},ROW_TOO_LONG`,
    `5,6,${4 + 3 * maxCsvRecordBytes + 12},3,y`,
  ]);
  assert.ok(records.every(({ fields }) => fields.every((field) => field.length <= 1_000)));
});

test('rows up to the limit are read, in whatever pieces they come', () => {
  const longest = 'x'.repeat(maxCsvRecordBytes - 3);
  const bytes = Buffer.from(`1,${longest}\n2,y\n`);
  for (const size of [maxCsvRecordBytes - 1, maxCsvRecordBytes, maxCsvRecordBytes + 1, 65_536]) {
    const reader = createCsvReader(commonDialect, {
      start: { byteOffset: 0, rowNumber: 1, line: 1 },
      columns: 2,
    });
    const records: CsvRecord[] = [];
    for (let at = 0; at < bytes.length; at += size)
      records.push(...reader.push(bytes.subarray(at, at + size)));
    records.push(...reader.end());
    assert.deepEqual(brief(records), [
      [1, 1, 0, ['1', longest]],
      [2, 2, maxCsvRecordBytes, ['2', 'y']],
    ]);
  }
});

test('a row may reach the limit exactly; one whose end is not certain there is too long', () => {
  const read = (file: string) => {
    const reader = createCsvReader(commonDialect, { start: fileStart, columns: 1, maxBytes: 4 });
    return brief([...reader.push(Buffer.from(file)), ...reader.end()]).map(String);
  };
  assert.deepEqual(read('aaa\nb\n'), ['1,1,0,aaa', '2,2,4,b']);
  assert.deepEqual(read('aaa\r\nb\n'), ['1,1,0,ROW_TOO_LONG', '2,2,5,b']);
  assert.deepEqual(read('aaa\rb\n'), ['1,1,0,ROW_TOO_LONG', '2,2,4,b']);
  assert.deepEqual(read('a"aaaa\nb\n'), ['1,1,0,ROW_TOO_LONG', '2,2,7,b']);
  assert.deepEqual(read('"\na"\nb\n'), ['1,1,0,QUOTE_NOT_CLOSED', '2,2,2,BAD_QUOTE', '3,3,5,b']);
});

test('the character NUL is reported, and not kept', () => {
  const records = readFile('a,b\n1,x\0y\n2,z\n');
  assert.deepEqual(brief(records), [
    [1, 2, 4, 'NUL_CHARACTER'],
    [2, 3, 10, ['2', 'z']],
  ]);
  assert.deepEqual([records[0]?.fields[1], records[0]?.problem?.column], ['x␀y', 'b']);
  assert.match(records[0]?.problem?.message ?? '', /byte 7/);
});

test('bytes that are not UTF-8 are reported with their place', () => {
  const file = Buffer.concat([
    Buffer.from('a,b\n1,Müller\n2,M'),
    Buffer.of(0xfc),
    Buffer.from('ller\n3,€\n'),
  ]);
  const records = readFile(file);
  assert.deepEqual(brief(records), [
    [1, 2, 4, ['1', 'Müller']],
    [2, 3, 14, 'BAD_ENCODING'],
    [3, 4, 23, ['3', '€']],
  ]);
  assert.match(records[1]?.problem?.message ?? '', /byte 0xFC .* \(byte 17\)/);
  assert.deepEqual(records[1]?.fields, ['2', 'M\ufffdller']);
  const [late] = readFile(Buffer.concat([Buffer.from('a\n€éé🧾a'), Buffer.of(0xff), Buffer.from('é\n')]));
  assert.match(late?.problem?.message ?? '', /byte 0xFF .*\(byte 14\)/);
  for (const bad of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
    const [record] = readFile(Buffer.concat([Buffer.from('a\n'), Buffer.from(bad), Buffer.from('\n')]));
    assert.equal(record?.problem?.code, 'BAD_ENCODING', bad.join());
  }
});

test('windows-1252 and ISO 8859-15 are read; their bytes without a character are reported', () => {
  const file = Buffer.from('name,amount\nM\xfcller,\x801\xa0234,56\n', 'latin1');
  assert.deepEqual(readFile(file, { encoding: 'windows-1252', separator: ';' })[0]?.fields, [
    'Müller,€1\u00a0234,56',
  ]);
  const other = Buffer.from('name,amount\n\xa4\xfc,1\nx,\x81\n', 'latin1');
  const records = readFile(other, { encoding: 'iso-8859-15' });
  assert.deepEqual(records[0]?.fields, ['€ü', '1']);
  assert.equal(records[1]?.problem?.code, 'BAD_ENCODING');
  assert.equal(readFile(other, { encoding: 'windows-1252' })[1]?.problem?.code, 'BAD_ENCODING');
});

test('UTF-16 is read in both byte orders, with places in its own bytes', () => {
  const text = '\ufeffa,b\r\n1,Müller 🧾\r\n2,"x\ny"\r\n';
  const little = Buffer.from(text, 'utf16le');
  const cases: [CsvEncoding, Buffer][] = [
    ['utf-16le', little],
    ['utf-16be', Buffer.from(little).swap16()],
  ];
  for (const [encoding, file] of cases) {
    assert.deepEqual(brief(readFile(file, { encoding })), [
      [1, 2, 12, ['1', 'Müller 🧾']],
      [2, 3, 38, ['2', 'x\ny']],
    ]);
    const half = Buffer.concat([file.subarray(0, 12), file.subarray(12, 30), file.subarray(32)]);
    const [broken, sound] = readFile(half, { encoding });
    assert.equal(broken?.problem?.code, 'BAD_ENCODING');
    assert.match(broken?.problem?.message ?? '', /byte 30/);
    assert.deepEqual(sound?.fields, ['2', 'x\ny']);
    assert.equal(readFile(file.subarray(0, -1), { encoding }).at(-1)?.problem?.code, 'BAD_ENCODING');
  }
});

test('comments are not rows, wherever they stand and however long they are', () => {
  const file = `a,b\n#one "\n1,2\n#${'x'.repeat(2 * maxCsvRecordBytes)}\r\n3,#4\n#`;
  assert.deepEqual(
    readFile(file, { comment: '#' }).map(({ rowNumber, line, fields }) => [rowNumber, line, fields]),
    [
      [1, 3, ['1', '2']],
      [2, 5, ['3', '#4']],
    ],
  );
});
