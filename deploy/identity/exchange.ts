import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IdentityParts } from './identity-parts.ts';
import type { MailAsker } from './mail/mail-post.ts';
import type { PageView } from './page-view.ts';

/** One request and the answer to it. */
export type Exchange = IdentityParts & {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The realm and the language of the page that is asked for. */
  readonly view: PageView;
};

export function toPath(request: IncomingMessage): string {
  return request.url?.split('?')[0] ?? '/';
}

/** Sends the browser on after a form (RFC 9110 section 15.4.4). */
export function redirect({ response }: Exchange, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

/** Refuses other methods than the ones of a page. */
export function refuseMethod({ response }: Exchange): void {
  response.writeHead(405, { allow: 'GET, POST' }).end();
}

/** Whoever sends a request, as mails are counted that it leads to. */
export function toAsker({ socket }: IncomingMessage): MailAsker {
  return { address: socket.remoteAddress ?? '' };
}
