import { stringifyVariables } from '@urql/core';
import type { EarlyRequests } from '../api/early-requests.ts';
import { graphqlHeaders } from '../api/graphql-headers.ts';
import { ownHeaders } from '../api/own-headers.ts';
import { graphqlPath, sessionPath } from '../api/paths.ts';
import type { QueryOf } from '../api/query-of.ts';
import { askFirstQuery } from '../app/first-queries.ts';

// Asks who is signed in, and for the list that the page of the address shows, while the page itself is being loaded.

const timeoutMs = 10_000;
/** The cookie by which the gateway says that there is a session: only then is an answer to be had so early. */
const signedInMark = /(?:^|; )(?:__Host-)?signed-in=/;
const early: EarlyRequests = { session: send(sessionPath, { headers: ownHeaders }) };
if (signedInMark.test(document.cookie)) askFirstQuery(location, sendQuery);
globalThis.earlyRequests = early;

function sendQuery<Data, Variables>({ document, variables }: QueryOf<Data, Variables>): void {
  const { name, sha256 } = document;
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256 } };
  // As the client of the page writes it, which takes the answer if it would send the same.
  const body = stringifyVariables({ operationName: name, variables, extensions });
  const headers = { ...graphqlHeaders, 'content-type': 'application/json' };
  early.query = { body, answer: send(graphqlPath, { method: 'POST', headers, body }) };
}

function send(path: string, request: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = fetch(path, { ...request, credentials: 'same-origin', signal }).then(withWholeBody);
  // The page hears of a failure when it takes the answer, which may be after it.
  answer.catch(() => {});
  return answer;
}

/** Reads the body meanwhile, so that the page need not wait for it. */
async function withWholeBody(response: Response): Promise<Response> {
  return new Response(await response.text(), response);
}
