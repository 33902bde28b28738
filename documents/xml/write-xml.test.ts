import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import sax from 'sax';
import { writeXml } from './write-xml.ts';
import { createElement, createTextElement, type XmlElement } from './xml-element.ts';

const write = (content: string, attribute: string) =>
  writeXml({ name: 'a', attributes: { b: attribute }, content });

/** Reads the text and the attribute of a document of one element, by a parser of somebody else. */
function readBack(xml: string): { text: string; attribute: string } {
  const parser = sax.parser(true);
  const read = { text: '', attribute: '' };
  parser.onopentag = ({ attributes }) => {
    read.attribute = String(attributes['b']);
    // A line end before the element is not a part of its text.
    read.text = '';
  };
  parser.ontext = (text) => {
    read.text += text;
  };
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(xml.trimEnd()).close();
  return read;
}

test('any text that XML can carry is read back as it was, as content and as attribute', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((given) => `${given}&<>"'\t\n]]>`);
  fc.assert(
    fc.property(text, (given) => {
      assert.deepEqual(readBack(write(given, given)), { text: given, attribute: given });
    }),
  );
});

test('white space that a reader would change is escaped', () => {
  assert.equal(
    write('a\rb\n', 'a\r\n\tb'),
    '<?xml version="1.0" encoding="UTF-8"?>\n<a b="a&#13;&#10;&#9;b">a&#13;b\n</a>\n',
  );
});

test('characters that XML 1.0 cannot carry are refused by name', () => {
  const cases = { '\u0000': 'U\\+0000', '\u000b': 'U\\+000B', '\ufffe': 'U\\+FFFE', '\ud800': 'U\\+D800' };
  for (const [character, name] of Object.entries(cases)) {
    assert.throws(() => write(`a${character}`, ''), new RegExp(name));
    assert.throws(() => write('', character), new RegExp(name));
  }
});

test('elements without content are left out, and others are written a line each', () => {
  const root = createElement('a', [
    createElement('b', [createTextElement('c', undefined, { d: 'x' })]),
    createTextElement('e', '1', { f: 'g', h: undefined }),
  ]) as XmlElement;
  assert.equal(writeXml(root), '<?xml version="1.0" encoding="UTF-8"?>\n<a>\n  <e f="g">1</e>\n</a>\n');
});
