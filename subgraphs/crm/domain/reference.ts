/** The name of a request for people, by its number. */
export function formatReference(number: number): string {
  return `R-${number}`;
}

/** The number in the name of a request, written in any case; undefined if the text is not such a name. */
export function parseReference(text: string): number | undefined {
  const [, digits] = /^R-([1-9]\d{0,8})$/i.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
