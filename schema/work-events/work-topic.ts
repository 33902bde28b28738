import { FACTURATION } from '../facturation/message.ts';

/** The topic of events that concern people's work. Its few records have one order, so it has one partition. */
export const workTopic = `${FACTURATION}_WORK`;
export const workPartitions = 1;
