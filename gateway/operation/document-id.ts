/** The parameters of a request by their names, as its body has them. */
type Parameters = Readonly<Record<string, unknown>>;

/** The algorithm that the identifier of a document may name before a colon. */
const prefix = /^sha256:/;

/**
 * Turns the parameter `documentId` (GraphQL over HTTP, appendix "Persisted Documents"), or `doc_id` of Relay's examples, into the
 * extension `persistedQuery` by which every transport finds a document. Beside the text of a document they do not count, and other
 * parameters stay as they are.
 */
export function nameDocument<Given extends object>(parameters: Given): Given {
  if (!isAskedById(parameters)) return parameters;
  const { documentId, doc_id: relayId, extensions, ...others } = parameters as Parameters;
  const id = documentId ?? relayId;
  if (typeof id !== 'string' || id === '' || !areExtensions(extensions)) return parameters;
  const persistedQuery = { version: 1, sha256Hash: id.replace(prefix, '') };
  return { ...others, extensions: { ...extensions, persistedQuery } } as unknown as Given;
}

/** The same for the parameters of a URL, where extensions are JSON. Extensions that are not are left to whoever reads them. */
export function nameDocumentInUrl<Given extends object>(parameters: Given): Given {
  if (!isAskedById(parameters)) return parameters;
  const { extensions } = parameters as Parameters;
  let parsed: unknown;
  try {
    parsed = typeof extensions === 'string' && extensions !== '' ? JSON.parse(extensions) : undefined;
  } catch {
    return parameters;
  }
  const named = nameDocument({ ...parameters, extensions: parsed });
  const { extensions: found } = named as Parameters;
  return found === parsed ? parameters : { ...named, extensions: JSON.stringify(found) };
}

/** Anything else is refused by whoever reads it. */
function areExtensions(value: unknown): value is object | undefined | null {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}

function isAskedById(parameters: object): boolean {
  if (!('documentId' in parameters) && !('doc_id' in parameters)) return false;
  const { query } = parameters as Parameters;
  return query === undefined || query === null || query === '';
}
