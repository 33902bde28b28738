import type { TrustedDocument } from '../api/trusted-document.ts';
import { type InputProblem, useChange } from '../api/use-change.ts';
import { useMessages } from '../messages/language.tsx';
import { useTellResult } from './use-tell-result.ts';

/** The answer of a mutation that gives the address of a file. */
interface FileAddress {
  readonly [field: string]: { readonly url: string | null } | null;
}

/** A download that a button starts. */
export interface FileDownload<Variables> {
  readonly start: (variables: Variables) => Promise<void>;
  /** Why no other can be started now. */
  readonly disabledReason: string | undefined;
}

/**
 * Fetches a file: its address is asked for when it is needed, as it is good for some minutes alone.
 *
 * @param onRefused told of all reasons why there is no file; without it a notice tells them
 */
export function useFileDownload<Data extends FileAddress, Variables>(
  document: TrustedDocument<Data, Variables>,
  onRefused?: (reasons: readonly InputProblem[]) => void,
): FileDownload<Variables> {
  const { ui } = useMessages();
  const tell = useTellResult(ui.fileFailed);
  const { send, isSending } = useChange<FileAddress, Variables>(document);
  return {
    disabledReason: isSending ? ui.preparingFile : undefined,
    async start(variables) {
      const result = await send(variables);
      if (result.kind === 'refused' && onRefused !== undefined) onRefused(result.userErrors);
      else if (result.kind !== 'done') tell(result, '');
      // The answer is an attachment, so the browser stays on the page.
      else if (result.payload.url !== null) location.assign(result.payload.url);
    },
  };
}
