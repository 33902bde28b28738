import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Problem } from '../../api/problem.ts';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  type ProductDetailsFragment,
  type RecordedMovementKind,
  RecordStockMovementDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { listFormErrors, setInputProblems, toControlId } from '../../ui/form-errors.ts';
import { Form } from '../../ui/form-parts.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ProblemView } from '../../ui/state-view.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';

const kinds: readonly RecordedMovementKind[] = ['RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT'];

interface MovementValues {
  readonly kind: RecordedMovementKind;
  readonly quantity: string;
  readonly note: string;
}

/** Opens the form by which the stock of a product is moved. */
export function StockMovementButton({ product }: { readonly product: ProductDetailsFragment }) {
  const { products: messages } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{messages.moveStock}</Button>
      {isOpen && <MovementDialog product={product} onClose={() => setOpen(false)} />}
    </>
  );
}

interface MovementDialogProps {
  readonly product: ProductDetailsFragment;
  readonly onClose: () => void;
}

function MovementDialog({ product, onClose }: MovementDialogProps) {
  const { products: messages, ui } = useMessages();
  const decimals = useDecimals();
  const notify = useNotice();
  const formId = useId();
  const { send, isSending } = useKeyedChange(RecordStockMovementDocument);
  const [problem, setProblem] = useState<Problem>();
  const { register, formState, setError, handleSubmit } = useForm<MovementValues>({
    defaultValues: { kind: 'RECEIPT', quantity: '', note: '' },
    shouldFocusError: false,
  });
  const { errors } = formState;

  const save = handleSubmit(async ({ kind, quantity, note }) => {
    setProblem(undefined);
    const result = await send({
      productId: product.id,
      kind,
      quantity: decimals.toDecimal(quantity) ?? '',
      note: note.trim() === '' ? null : note,
    });
    if (result.kind === 'failed') return setProblem(result.problem);
    if (result.kind === 'refused') return setInputProblems(setError, result.userErrors);
    const stock = result.payload.product?.stock;
    notify(
      messages.stockMoved(product.name, stock === undefined ? '' : decimals.format(stock), product.unit),
    );
    return onClose();
  });

  return (
    <Dialog
      title={messages.moveStockOf(product.name)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button
            type="submit"
            form={formId}
            kind="primary"
            disabledReason={isSending ? ui.saving : undefined}
          >
            {ui.save}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={save}>
        <ErrorSummary errors={listFormErrors(errors, messages.movementFields)} />
        {problem && <ProblemView problem={problem} />}
        <SelectField
          label={messages.movementFields.kind}
          options={kinds.map((value) => ({ value, label: messages.movementKinds[value] }))}
          hint={messages.movementHint}
          {...register('kind')}
          id={toControlId('kind')}
          error={errors.kind?.message}
        />
        <DecimalField
          label={messages.movementFields.quantity}
          {...register('quantity', {
            validate: (text) =>
              decimals.validate(text, { isRequired: true, maxDecimals: 4, mayBeNegative: true }),
          })}
          id={toControlId('quantity')}
          error={errors.quantity?.message}
        />
        <TextField
          label={messages.movementFields.note}
          isOptional
          {...register('note')}
          id={toControlId('note')}
          error={errors.note?.message}
        />
      </Form>
    </Dialog>
  );
}
