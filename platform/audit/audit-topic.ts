/** The topic of audit entries. It has one partition, so that all entries have one order. */
export const auditTopic = 'AUDIT';
export const auditPartitions = 1;
