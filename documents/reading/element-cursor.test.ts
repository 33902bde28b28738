import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElementCursor, ReadingLog } from './element-cursor.ts';
import { parseXml } from './xml/parse-xml.ts';

const cursorOf = (xml: string) =>
  new ElementCursor(parseXml(Buffer.from(xml)), '/a', { p: 'urn:p' }, new ReadingLog());

test('a text and an attribute lose the white space of XML at their ends, and no other', () => {
  const cursor = cursorOf('<a b="  \u00A0c d ">\r\n\t e\n f\u2003 \t</a>');
  assert.deepEqual([cursor.text, cursor.attribute('b')], ['e\n f\u2003', '\u00A0c d']);
  const empty = cursorOf('<a b="  "> \n </a>');
  assert.deepEqual([empty.text, empty.attribute('b')], [undefined, undefined]);
});

test('attributes that were not read are named, but for those of a text that is named itself', () => {
  const cursor = cursorOf('<a xmlns="urn:p" r="1" u=" 2 " e=""><b x="3">t</b><c y="4"/><d z="5">u</d></a>');
  assert.equal(cursor.attribute('r'), '1');
  assert.equal(cursor.find('p:d')?.text, 'u');
  cursor.logUnread();
  assert.deepEqual(
    cursor.log.notKept.map(({ path, text }) => [path, text]),
    [
      ['/a/@u', '2'],
      ['/a/p:b', 't'],
      ['/a/p:c/@y', '4'],
      ['/a/p:d/@z', '5'],
    ],
  );
  const passed = cursorOf('<a r="1"><b x="3">t</b></a>');
  passed.pass();
  passed.logUnread();
  assert.deepEqual(passed.log.notKept, []);
});

test('a megabyte of blanks within a text takes no longer than its length', { timeout: 60_000 }, () => {
  const text = `a${' '.repeat(1 << 20)}b`;
  const start = process.cpuUsage();
  assert.equal(cursorOf(`<a>  ${text} </a>`).text, text);
  // An expression that tries each blank needs hours; the time of one pass is milliseconds.
  assert.ok(process.cpuUsage(start).user < 20_000_000, 'microseconds');
});
