import { ownHeaders } from '../../api/own-headers.ts';

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Told how much is sent, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** The end of sending a file: undefined if it arrived, else what the server said. */
export type SendFailure = { readonly message: string } | undefined;

/** Sends a file by PUT, with its progress, which `fetch` does not tell. */
export function sendFile(url: string, file: File, { signal, onProgress }: SendOptions): Promise<SendFailure> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = (failure: SendFailure) => {
      signal.removeEventListener('abort', abort);
      resolve(failure);
    };
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('load', () =>
      end(request.status === 201 ? undefined : { message: readMessage(request.responseText) }),
    );
    for (const event of ['error', 'abort', 'timeout'] as const) {
      request.addEventListener(event, () => end({ message: '' }));
    }
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    for (const [name, value] of Object.entries(ownHeaders)) request.setRequestHeader(name, value);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

function readMessage(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    const hasMessage = typeof answer === 'object' && answer !== null && 'message' in answer;
    return hasMessage ? String(answer.message) : '';
  } catch {
    return '';
  }
}
