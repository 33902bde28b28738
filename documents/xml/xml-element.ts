/** An element with its attributes, and either a text or elements in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** An element in a list of elements; undefined stands for one that the document does not have. */
export type OptionalElement = XmlElement | undefined;
/** Attributes; those that are undefined are left out. */
export type OptionalAttributes = Readonly<Record<string, string | undefined>>;

/** Creates an element with a text in it; undefined if there is no text. */
export function createTextElement(
  name: string,
  text: string | undefined,
  attributes: OptionalAttributes = {},
): OptionalElement {
  return text === undefined ? undefined : { name, attributes: present(attributes), content: text };
}

/** Creates an element with other elements in it; undefined if there are none of them. */
export function createElement(
  name: string,
  children: readonly OptionalElement[],
  attributes: OptionalAttributes = {},
): OptionalElement {
  const content = children.filter((child) => child !== undefined);
  return content.length === 0 ? undefined : { name, attributes: present(attributes), content };
}

function present(attributes: OptionalAttributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
