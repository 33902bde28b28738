import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElementCursor, ReadingLog } from './element-cursor.ts';
import { parseXml } from './xml/parse-xml.ts';

const cursorOf = (xml: string) => new ElementCursor(parseXml(Buffer.from(xml)), '/a', {}, new ReadingLog());

test('a text and an attribute lose the white space of XML at their ends, and no other', () => {
  const cursor = cursorOf('<a b="  \u00A0c d ">\r\n\t e\n f\u2003 \t</a>');
  assert.deepEqual([cursor.text, cursor.attribute('b')], ['e\n f\u2003', '\u00A0c d']);
  const empty = cursorOf('<a b="  "> \n </a>');
  assert.deepEqual([empty.text, empty.attribute('b')], [undefined, undefined]);
});

test('a megabyte of blanks within a text takes no longer than its length', { timeout: 60_000 }, () => {
  const text = `a${' '.repeat(1 << 20)}b`;
  const start = process.cpuUsage();
  assert.equal(cursorOf(`<a>  ${text} </a>`).text, text);
  // An expression that tries each blank needs hours; the time of one pass is milliseconds.
  assert.ok(process.cpuUsage(start).user < 20_000_000, 'microseconds');
});
