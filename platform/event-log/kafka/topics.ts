import type { Admin } from 'kafkajs';
import { EventLogError } from '../event-log-error.ts';

/**
 * Records are stamped with the time of their events. Kept by that time, old invoices would be deleted as soon as they
 * arrive, and a sender whose clock is ahead would be refused.
 */
const configEntries = [
  { name: 'retention.ms', value: '-1' },
  { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' },
];

/** The topics of the brokers; how many partitions each has is looked up once. */
export function createTopics(admin: Admin) {
  const known = new Map<string, number>();

  const find = async (topic: string): Promise<number | undefined> => {
    const partitions = known.get(topic);
    if (partitions !== undefined) return partitions;
    // Not asked by name: a broker may make what it is asked for.
    if (!(await admin.listTopics()).includes(topic)) return undefined;
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const count = topics[0]?.partitions.length;
    if (count !== undefined) known.set(topic, count);
    return count;
  };

  return {
    /** @throws {EventLogError} UNKNOWN_TOPIC */
    get: async (topic: string): Promise<number> => {
      const partitions = await find(topic);
      if (partitions !== undefined) return partitions;
      throw new EventLogError('UNKNOWN_TOPIC', `There is no topic "${topic}"; ensureTopic makes one.`);
    },

    ensure: async (topic: string, numPartitions: number): Promise<number> => {
      const existing = await find(topic);
      if (existing !== undefined) return existing;
      await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: true });
      return (await find(topic)) ?? numPartitions;
    },
  };
}
