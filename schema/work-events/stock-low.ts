import { z } from 'zod';
import { WorkEvent } from './work-event.ts';
import { workDecimal, workInstant, workText } from './work-members.ts';

const form = z.object({
  productId: workText(64, "The product's identifier."),
  sku: workText(50, 'The stock keeping unit.'),
  stock: workDecimal('The stock after the movement.', '4.5'),
  lowAt: workDecimal("The product's threshold.", '5'),
  movedAt: workInstant('The time of the movement.'),
});

/** Events of products whose stock falls from above their threshold to it or below it. */
export const stockLow: WorkEvent<z.infer<typeof form>> = new WorkEvent({
  type: 'facturation.stock.low.v1',
  title: 'Stock low',
  says: 'The stock of a product fell to its threshold or below it.',
  form,
  toKey: ({ productId }) => productId,
  toSubject: ({ sku }) => sku,
  toTime: ({ movedAt }) => movedAt,
});
