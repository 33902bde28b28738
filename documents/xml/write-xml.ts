import { findForbiddenInXml } from './xml-characters.ts';
import type { XmlElement } from './xml-element.ts';

/** Escapes of texts; a carriage return would be read back as a line feed. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/**
 * Writes an XML 1.0 document in UTF-8: one line an element, two spaces a level, so that equal elements give equal bytes.
 *
 * @throws {RangeError} if a text has a character that XML 1.0 cannot carry
 */
export function writeXml(root: XmlElement): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  writeElement(root, '', lines);
  return `${lines.join('\n')}\n`;
}

function writeElement({ name, attributes, content }: XmlElement, indent: string, lines: string[]): void {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeValue(value)}"`)];
  const tag = start.join(' ');
  if (typeof content === 'string') {
    lines.push(`${indent}<${tag}>${escapeText(content)}</${name}>`);
    return;
  }
  lines.push(`${indent}<${tag}>`);
  for (const child of content) writeElement(child, `${indent}  `, lines);
  lines.push(`${indent}</${name}>`);
}

function escapeText(text: string): string {
  return escapeCharacters(text, /[&<>\r]/g);
}

/** A reader turns white space of an attribute into spaces, unless it is escaped (XML 1.0, 3.3.3). */
function escapeValue(text: string): string {
  return escapeCharacters(text, /[&<>"\r\n\t]/g);
}

function escapeCharacters(text: string, characters: RegExp): string {
  const found = findForbiddenInXml(text);
  if (found !== undefined) throw new RangeError(`XML 1.0 cannot carry the character ${found}`);
  return text.replace(characters, (character) => escapes[character] ?? character);
}
