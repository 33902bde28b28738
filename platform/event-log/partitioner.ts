/**
 * Kafka's default partitioner for records with a key: murmur2 of the UTF-8 bytes, made positive, modulo the number of
 * partitions (org.apache.kafka.clients.producer.internals.BuiltInPartitioner). Both adapters use it, so that a topic has
 * its keys in the same partitions on either, and where a Java producer would put them.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;
const shift = 24;

/** MurmurHash2, 32 bits, as a signed integer. */
export function murmur2(data: Buffer): number {
  const length = data.length;
  const wholeWords = length & ~3;
  let hash = seed ^ length;
  for (let index = 0; index < wholeWords; index += 4) {
    let word = Math.imul(data.readInt32LE(index), multiplier);
    word ^= word >>> shift;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const rest = length - wholeWords;
  if (rest > 0) {
    for (let index = rest - 1; index >= 0; index -= 1)
      hash ^= data.readUInt8(wholeWords + index) << (8 * index);
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition of each record. Those without a key go together to any one, so that they stay one batch. */
export function choosePartitions(
  records: readonly { readonly key: string | null }[],
  partitions: number,
): number[] {
  const any = Math.floor(Math.random() * partitions);
  return records.map(({ key }) => (key === null ? any : partitionOf(key, partitions)));
}
