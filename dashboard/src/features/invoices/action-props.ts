import type { InvoiceByIdQuery, InvoiceDocumentFragment } from '../../generated/graphql.ts';

/** The properties of each dialog of an action. */
export interface InvoiceActionProps {
  readonly invoice: InvoiceDocumentFragment;
  readonly seller: InvoiceByIdQuery['seller'];
  /** Told what the action came to, in words, with the document as it is now if the answer has it. */
  readonly onDone: (text: string, invoice?: InvoiceDocumentFragment | null) => void;
  readonly onOutdated: () => void;
  readonly onClose: () => void;
}
