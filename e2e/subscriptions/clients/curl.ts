import { spawn } from 'node:child_process';
import type { FormattedExecutionResult } from 'graphql';
import { waitFor } from '#platform/testing/wait-for.ts';
import { Recording, type StockClient } from '../stock-client.ts';
import { renewStream, toHeaders } from './http.ts';

/** Takes from the text of an answer's body what is whole, and gives back the rest. */
type Parser = (text: string, recording: Recording) => string;

export const curlEventsClient = curlClient('server-sent events', 'text/event-stream', parseEvents);
export const curlMultipartClient = curlClient(
  'multipart HTTP',
  'multipart/mixed;subscriptionSpec=1.0, application/json',
  parseParts,
);

function curlClient(format: string, accept: string, parse: Parser): StockClient {
  return {
    name: `curl with ${format}`,
    follow(subscription, access) {
      const recording = new Recording();
      const headers = { ...toHeaders(access), accept, 'content-type': 'application/json' };
      const curl = spawn('curl', [
        '--no-buffer',
        '--silent',
        '--show-error',
        '--include',
        ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
        '--data',
        JSON.stringify(subscription),
        access.gatewayUrl,
      ]);
      let head: string | undefined;
      let rest = '';
      curl.stdout.setEncoding('utf8').on('data', (text: string) => {
        rest += text;
        if (head === undefined) {
          const end = rest.indexOf('\r\n\r\n');
          if (end < 0) return;
          head = rest.slice(0, end);
          rest = rest.slice(end + 2);
        }
        rest = isJson(head) ? rest : parse(rest, recording);
      });
      // Such as of a curl that is not installed.
      curl.once('error', (error) => recording.fail(error));
      curl.once('close', () => {
        if (head !== undefined && isJson(head)) recording.take(JSON.parse(rest));
        recording.end();
      });
      return {
        recording,
        leave: () => curl.kill(),
        async renew(token) {
          const id = await waitFor(
            'the id of the stream',
            () => /^subscription-id: (\S+)/im.exec(head ?? '')?.[1],
          );
          return renewStream(access.gatewayUrl, id, token);
        },
      };
    },
  };
}

function isJson(head: string): boolean {
  return /^content-type: application\/[a-z-+]*json/im.test(head);
}

/** Each event ends with an empty line; one that begins with a colon is a comment. */
function parseEvents(text: string, recording: Recording): string {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  for (const block of blocks) {
    const fields = new Map(
      block
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    if (fields.get('event') === 'next') recording.take(JSON.parse(fields.get('data') ?? ''));
    if (fields.get('event') === 'complete') recording.end();
  }
  return rest;
}

/** Each part ends with the boundary of the next. */
function parseParts(text: string, recording: Recording): string {
  const parts = text.split('\r\n--graphql');
  const rest = parts.pop() ?? '';
  for (const part of parts) {
    const body = part.slice(part.indexOf('\r\n\r\n') + 4);
    if (part.trim() === '') continue;
    const { payload, errors } = JSON.parse(body) as {
      payload?: FormattedExecutionResult | null;
      errors?: FormattedExecutionResult['errors'];
    };
    recording.take({ ...payload, ...(errors && { errors }) });
  }
  if (rest.startsWith('--')) recording.end();
  return rest;
}
