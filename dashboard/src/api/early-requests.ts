/** Requests that a script of a few kilobytes has sent while the scripts of the page were still being loaded. */
export interface EarlyRequests {
  session?: Promise<Response> | undefined;
  query?: { readonly body: string; readonly answer: Promise<Response> } | undefined;
}

declare global {
  var earlyRequests: EarlyRequests | undefined;
}

/** Takes the answer to who is signed in, once; undefined if it was not asked for. */
export function takeEarlySession(): Promise<Response> | undefined {
  const { session } = globalThis.earlyRequests ?? {};
  if (globalThis.earlyRequests) globalThis.earlyRequests.session = undefined;
  return session;
}

/** Takes the answer to a query that was sent with the same body, once; undefined if none was. */
export function takeEarlyAnswer(body: unknown): Promise<Response> | undefined {
  const { query } = globalThis.earlyRequests ?? {};
  if (query === undefined || query.body !== body) return undefined;
  if (globalThis.earlyRequests) globalThis.earlyRequests.query = undefined;
  return query.answer;
}

/** Fetches, or takes the answer if the same request was sent early. One that failed, or took too long, is sent again. */
export function fetchUnlessEarly(url: RequestInfo | URL, request?: RequestInit): Promise<Response> {
  const early = takeEarlyAnswer(request?.body);
  return early?.catch(() => fetch(url, request)) ?? fetch(url, request);
}
