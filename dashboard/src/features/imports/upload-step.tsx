import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { CreateImportUploadDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary, type FormError } from '../../ui/error-summary.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { Form, FormActions } from '../../ui/form-parts.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ShareDone } from './import-status.tsx';
import styles from './imports.module.css';
import { sendFile } from './send-file.ts';

const fieldId = toControlId('file');

/** Lets a file be chosen and sends it, with its progress. */
export function UploadStep({ onUploaded }: { readonly onUploaded: (uploadId: string) => void }) {
  const { imports: messages, ui, states } = useMessages();
  const { send } = useChange(CreateImportUploadDocument);
  const input = useRef<HTMLInputElement>(null);
  const leaving = useRef(new AbortController());
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number }>();
  const [errors, setErrors] = useState<readonly FormError[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  async function upload(event: FormEvent): Promise<void> {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (file === undefined)
      return setErrors([{ fieldId, label: messages.chooseFile, message: messages.noFile }]);
    setErrors([]);
    const result = await send({ input: { fileName: file.name, bytes: file.size } });
    if (result.kind === 'refused') {
      return setErrors(
        result.userErrors.map(({ message }) => ({ fieldId, label: messages.chooseFile, message })),
      );
    }
    if (result.kind === 'failed')
      return setErrors([{ message: result.problem.message || states.failedText }]);
    const { url, uploadId } = result.payload;
    if (url === null || uploadId === null) return;
    setSending({ name: file.name, share: 0 });
    const { signal } = leaving.current;
    const failure = await sendFile(url, file, {
      signal,
      onProgress: (share) => setSending({ name: file.name, share }),
    });
    if (signal.aborted) return;
    setSending(undefined);
    if (failure === undefined) onUploaded(uploadId);
    else setErrors([{ message: `${messages.uploadFailed} ${failure.message}`.trim() }]);
  }

  return (
    <Form onSubmit={upload}>
      <ErrorSummary errors={errors} />
      <TextField
        id={fieldId}
        ref={input}
        type="file"
        label={messages.chooseFile}
        hint={messages.chooseHint}
        error={errors.find((error) => error.fieldId === fieldId)?.message}
        accept=".csv,.txt,.tsv,.xml,.pdf,.gz,.zst,text/csv,application/xml,application/pdf,application/gzip,application/zstd"
      />
      {sending && (
        <div className={styles['upload']}>
          <p role="status">{messages.uploading(sending.name)}</p>
          <ShareDone share={sending.share} label={messages.uploading(sending.name)} />
        </div>
      )}
      <FormActions>
        <Button type="submit" kind="primary" disabledReason={sending && ui.working}>
          {messages.upload}
        </Button>
      </FormActions>
    </Form>
  );
}
