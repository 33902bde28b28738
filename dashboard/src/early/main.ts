import { stringifyVariables } from '@urql/core';
import type { EarlyRequests } from '../api/early-requests.ts';
import { graphqlHeaders } from '../api/graphql-headers.ts';
import { ownHeaders } from '../api/own-headers.ts';
import { graphqlPath, sessionPath } from '../api/paths.ts';
import type { QueryOf } from '../api/query-of.ts';
import { askFirstQuery } from '../app/first-queries.ts';

// Asks who is signed in, and then for the list that the page of the address shows, while the page itself is being loaded.

const timeoutMs = 10_000;
const session = send(sessionPath, { headers: ownHeaders });
const early: EarlyRequests = { session };
askFirstQuery(location, sendQuery);
globalThis.earlyRequests = early;

function sendQuery<Data, Variables>({ document, variables }: QueryOf<Data, Variables>): void {
  const { name, sha256 } = document;
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256 } };
  // As the client of the page writes it, which takes the answer if it would send the same.
  const body = stringifyVariables({ operationName: name, variables, extensions });
  const headers = { ...graphqlHeaders, 'content-type': 'application/json' };
  const answer = sendWhenSignedIn(graphqlPath, { method: 'POST', headers, body });
  early.query = { body, answer: withLaterFailure(answer) };
}

/** Sends nothing that would be refused, as the browser's console would tell it as an error. */
async function sendWhenSignedIn(path: string, request: RequestInit): Promise<Response> {
  // The page reads the body itself.
  const { authenticated }: { authenticated?: boolean } = await (await session).clone().json();
  if (authenticated !== true) throw new Error('Nobody is signed in.');
  return send(path, request);
}

function send(path: string, request: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  return withLaterFailure(fetch(path, { ...request, credentials: 'same-origin', signal }));
}

/** The page hears of a failure when it takes the answer, which may be after it. */
function withLaterFailure(answer: Promise<Response>): Promise<Response> {
  answer.catch(() => {});
  return answer;
}
