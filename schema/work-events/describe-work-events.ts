import { type DescribedEvent, toDescribedEvent } from '../facturation/json-schemas.ts';
import { approvalDecided, approvalRequested } from './approval-events.ts';
import type { WorkEvent } from './work-event.ts';

/** Describes the types of events that concern people's work. */
export function describeWorkEvents(): readonly DescribedEvent[] {
  return [
    toDescribed('approval-requested', approvalRequested),
    toDescribed('approval-decided', approvalDecided),
  ];
}

function toDescribed<Event>(name: string, event: WorkEvent<Event>): DescribedEvent {
  const { type, title, says } = event;
  return toDescribedEvent(type, { name, title, says, form: event.toJsonSchema(), folder: 'work-events' });
}
