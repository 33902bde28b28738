import { useForm } from 'react-hook-form';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { IssueInvoiceDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useDays } from '../../ui/use-days.ts';
import type { InvoiceActionProps } from './action-props.ts';

/** Issues a draft, after saying what that means. */
export function IssueDialog({ invoice, seller, onDone, ...rest }: InvoiceActionProps) {
  const { invoices: messages } = useMessages();
  const { issue: texts } = messages;
  const locale = useLocale();
  const days = useDays();
  const { send } = useKeyedChange(IssueInvoiceDocument);
  const form = useForm({ defaultValues: { issueDate: seller ? days.format(seller.today) : '' } });
  const { today, earliestIssueDate: min, latestIssueDate: max } = seller ?? {};
  const error = form.formState.errors.issueDate?.message;
  return (
    <ActionDialog
      {...rest}
      title={texts.title}
      confirm={texts.confirm}
      form={form}
      labels={{ issueDate: texts.day }}
      send={({ issueDate }) =>
        send({
          id: invoice.id,
          expectedVersion: invoice.version,
          issueDate: days.toDay(issueDate) ?? today ?? null,
        })
      }
      onDone={({ invoice: issued }) => onDone(messages.done.issued(issued?.number ?? ''), issued)}
    >
      <p>{texts.text}</p>
      <DescriptionList
        items={[
          {
            term: messages.document.customer,
            value: invoice.customer?.displayName ?? invoice.customerSnapshot?.displayName,
          },
          { term: texts.total, value: <MoneyText money={invoice.total} /> },
        ]}
      />
      <DayField
        label={texts.day}
        hint={min && max ? texts.dayHint(formatDay(min, locale), formatDay(max, locale)) : undefined}
        id={toControlId('issueDate')}
        error={error}
        {...form.register('issueDate', {
          validate: (text) => days.validate(text, { isRequired: true, min, max }),
        })}
      />
    </ActionDialog>
  );
}
