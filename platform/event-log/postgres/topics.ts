import type { Sql } from 'postgres';
import { EventLogError } from '../event-log-error.ts';

export interface StoredTopic {
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
}

/** The topics of a log; each is looked up once, as it never changes. */
export function createTopics(sql: Sql) {
  const known = new Map<string, StoredTopic>();

  const find = async (name: string): Promise<StoredTopic | undefined> => {
    const [topic] = known.has(name)
      ? [known.get(name)]
      : await sql<StoredTopic[]>`select id, name, partitions from event_log.topic where name = ${name}`;
    if (topic !== undefined) known.set(name, topic);
    return topic;
  };

  return {
    /** @throws {EventLogError} UNKNOWN_TOPIC */
    get: async (name: string): Promise<StoredTopic> => {
      const topic = await find(name);
      if (topic !== undefined) return topic;
      throw new EventLogError('UNKNOWN_TOPIC', `There is no topic "${name}"; ensureTopic makes one.`);
    },

    ensure: async (name: string, partitions: number): Promise<StoredTopic> => {
      const existing = await find(name);
      if (existing !== undefined) return existing;
      await sql`select event_log.ensure_topic(${name}, ${partitions})`;
      return (await find(name)) ?? { id: 0, name, partitions };
    },
  };
}
