/** Characters that no XML 1.0 document may have, not even escaped (XML 1.0, production 2), and halves of surrogate pairs. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The first character of a text that XML 1.0 cannot carry, as `U+000B`; undefined if there is none. */
export function findForbiddenInXml(text: string): string | undefined {
  const found = forbidden.exec(text)?.[0];
  return found && `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
