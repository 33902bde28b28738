/** The group of readers that share the partitions; its positions are in the schema's own table. */
export const readerGroup = 'statistics';
