import { type DescribedEvent, toDescribedEvent } from '../facturation/json-schemas.ts';
import { approvalDecided, approvalRequested } from './approval-events.ts';
import { importEnded } from './import-ended.ts';
import { invoiceOverdue } from './invoice-overdue.ts';
import { disputeClosed, disputeOpened, requestAssigned, requestDue } from './request-events.ts';
import { stockLow } from './stock-low.ts';
import type { WorkEvent } from './work-event.ts';

/** Describes the types of events that concern people's work. */
export function describeWorkEvents(): readonly DescribedEvent[] {
  return [
    toDescribed('approval-requested', approvalRequested),
    toDescribed('approval-decided', approvalDecided),
    toDescribed('invoice-overdue', invoiceOverdue),
    toDescribed('stock-low', stockLow),
    toDescribed('import-ended', importEnded),
    toDescribed('request-due', requestDue),
    toDescribed('request-assigned', requestAssigned),
    toDescribed('dispute-opened', disputeOpened),
    toDescribed('dispute-closed', disputeClosed),
  ];
}

function toDescribed<Event>(name: string, event: WorkEvent<Event>): DescribedEvent {
  const { type, title, says } = event;
  return toDescribedEvent(type, { name, title, says, form: event.toJsonSchema(), folder: 'work-events' });
}
