/** One operation as a client asks for it (GraphQL over HTTP, section "Request Parameters"). */
export interface OperationParameters {
  /** The text of the document; absent when the extension `persistedQuery` names it by its hash. */
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}
