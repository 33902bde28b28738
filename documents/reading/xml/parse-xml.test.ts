import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentReadError } from '../document-read-error.ts';
import { parseXml, xmlBounds } from './parse-xml.ts';

const parse = (xml: string) => parseXml(Buffer.from(xml));
const refusal = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof DocumentReadError && error.code === code && message.test(error.message);

test('names have their namespaces, whatever the prefixes', () => {
  const { children, namespace, name } = parse(
    '<a xmlns="urn:a" xmlns:p="urn:b">\n<p:b x="1" p:x="2" xml:lang="fr"/><b xmlns="">t<![CDATA[<&]]></b></a>',
  );
  assert.deepEqual([namespace, name], ['urn:a', 'a']);
  assert.deepEqual(
    children.map((child) => [child.namespace, child.name, child.attributes, child.text, child.line]),
    [
      ['urn:b', 'b', { x: '1' }, '', 2],
      ['', 'b', {}, 't<&', 2],
    ],
  );
});

test('a text is the same in every encoding that XML names', () => {
  const body = '<a b="é">é ½</a>';
  const utf16 = Buffer.from(`\uFEFF${body}`, 'utf16le');
  const documents = [
    Buffer.from(body),
    Buffer.from(`\uFEFF${body}`),
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(`<?xml version="1.0" encoding="UTF-16LE"?>${body}`, 'utf16le'),
    Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${body}`, 'utf16le').swap16(),
    Buffer.from(`<?xml version='1.0' encoding='ISO-8859-1'?>${body}`, 'latin1'),
    Buffer.from(`<?xml version="1.0" encoding="Windows-1252" standalone="yes"?>${body}`, 'latin1'),
  ];
  for (const bytes of documents) {
    const { text, attributes } = parseXml(bytes);
    assert.deepEqual([text, attributes['b']], ['é ½', 'é']);
  }
});

test('bytes that are not of the encoding, and other encodings, are refused', () => {
  const wrong = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>é</a>', 'latin1');
  assert.throws(() => parseXml(wrong), refusal('DAMAGED', /not valid in utf-8/));
  // As .NET writes it, which takes the encoding of its strings for that of the file.
  const mistaken = '<?xml version="1.0" encoding="utf-16"?><a/>';
  assert.throws(
    () => parse(mistaken),
    refusal('DAMAGED', /says UTF-16, but its bytes .*: save it as UTF-8 /),
  );
  const other = '<?xml version="1.0" encoding="EBCDIC-FR"?><a/>';
  assert.throws(() => parse(other), refusal('UNSUPPORTED', /"ebcdic-fr" is not read; save .* UTF-8/));
});

test('a document type declaration is refused, with the entities that it would define', () => {
  const laughs =
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;">]>\n<lolz>&lol1;</lolz>';
  const outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
  for (const xml of [laughs, outside, '<!DOCTYPE html><html/>']) {
    assert.throws(() => parse(xml), refusal('UNSUPPORTED', /line 1: a document type declaration is refused/));
  }
  assert.throws(() => parse('<a>&nbsp;</a>'), refusal('DAMAGED', /entity/i));
  assert.equal(parse('<a>&lt;&amp;&gt;&quot;&apos;&#233;&#x20AC;</a>').text, '<&>"\'é€');
});

test('a text that is not well-formed is refused with its line', () => {
  const cases = [
    '<a>\n<b></a>',
    '<a/>\n<a/>',
    'text',
    '',
    '<a b="1',
    '<p:a/>',
    '<a>&#0;</a>',
    '<a>\u0001</a>',
  ];
  for (const xml of cases) assert.throws(() => parse(xml), refusal('DAMAGED', /^line \d+: /), xml);
  assert.throws(() => parse('<a>\n\n<b></c></a>'), { line: 3 });
});

test('bytes, elements, depth and attributes are bounded', () => {
  const deep = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  assert.equal(parse(deep(xmlBounds.depth)).name, 'a');
  const attributes = Array.from({ length: xmlBounds.attributes + 1 }, (_, index) => `b${index}=""`).join(' ');
  const tooLarge = [
    deep(xmlBounds.depth + 1),
    `<a>${'<b/>'.repeat(xmlBounds.elements)}</a>`,
    `<a ${attributes}/>`,
    `<a>${' '.repeat(xmlBounds.bytes)}</a>`,
  ];
  for (const xml of tooLarge) assert.throws(() => parse(xml), refusal('TOO_LARGE', /more than|may have/));
});

test('a tag of a million attributes is refused at its beginning, and not when it ends', () => {
  // The tag is not closed: whoever waits for its end says that it is not well-formed, after minutes.
  for (const attribute of [' a=""', ' a=""\n']) {
    const xml = `<a${attribute.repeat(1_000_000)}`;
    assert.throws(() => parse(xml), refusal('TOO_LARGE', /^line \d{1,4}: it has more than 40 attributes/));
  }
});
