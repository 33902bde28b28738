/** Commands of Rover that this registry does not offer, by the operations that they send. */
export const notOfferedCommands: Readonly<Record<string, string>> = {
  AssignGraphArtifactTagMutation: 'rover graph-artifact tag',
  BuildPipelineTrackMutation: 'rover init',
  CloudConfigFetchQuery: 'rover cloud config fetch',
  CloudConfigUpdateQuery: 'rover cloud config update',
  CloudConfigValidateQuery: 'rover cloud config validate',
  ContractDescribeQuery: 'rover contract describe',
  ContractPublishMutation: 'rover contract publish',
  CreateGraphMutation: 'rover init',
  DeleteGraphArtifactTagMutation: 'rover graph-artifact untag',
  GraphArtifactByDigestQuery: 'rover graph-artifact fetch',
  GraphArtifactByIdQuery: 'rover graph-artifact fetch',
  GraphArtifactByTagQuery: 'rover graph-artifact fetch',
  GraphDeleteMutation: 'rover graph delete',
  GraphPublishMutation: 'rover graph publish',
  InitMembershipsQuery: 'rover init',
  InitNewKeyMutation: 'rover init',
  LicenseFetchQuery: 'rover license fetch',
  ListGraphsForOrganization: 'rover init',
  ListTagsByDigestQuery: 'rover graph-artifact list-tags',
  ListTagsByGraphQuery: 'rover graph-artifact list-tags',
};

/** Why a command is not offered, where there is more to say. */
const reasons: Readonly<Record<string, string>> = {
  'rover graph publish': 'Its graphs are federated: publish subgraphs with rover subgraph publish.',
  'rover graph delete':
    'Its graphs are federated and keep their history: delete subgraphs with rover subgraph delete.',
};

/** The data of operations whose root field may not be null for Rover; it shows no error unless it can read the data. */
const emptyData: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  AssignGraphArtifactTagMutation: { assignGraphArtifactTag: { __typename: 'BadInputError', message: '' } },
  DeleteGraphArtifactTagMutation: { deleteGraphArtifactTag: { __typename: 'BadInputError', message: '' } },
  ListTagsByGraphQuery: {
    graphArtifactTags: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
  },
};

/** Finds the data beside the refusal of an operation, where nulls are not enough. */
export function findEmptyData(operationName: string): Readonly<Record<string, unknown>> | undefined {
  return Object.hasOwn(emptyData, operationName) ? emptyData[operationName] : undefined;
}

/** Says that a command is not offered, and what to do instead where there is something. */
export function describeNotOffered(operationName: string, fallback: string): string {
  const command = Object.hasOwn(notOfferedCommands, operationName)
    ? notOfferedCommands[operationName]
    : undefined;
  if (command === undefined) return `This registry does not offer that: ${fallback}`;
  return [`This registry does not offer ${command}.`, reasons[command]].filter(Boolean).join(' ');
}
